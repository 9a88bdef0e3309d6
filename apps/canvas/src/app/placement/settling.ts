import type { CardSize, Placeable, Point, Shown, Spot } from './geometry.js';

interface Settled {
  positions: Map<string, Point>;
  /** Cards that stand where the layout put them relative to their lead. */
  isLaidOut: Set<string>;
}

const putAt = (one: Placeable | undefined): Point | null =>
  one === undefined || one.x === null || one.y === null ? null : { x: one.x, y: one.y };

/**
 * Turns the spots of a layout into positions. Workspaces that a person moved stay where they were put, with their teams
 * around them; the others make room.
 */
export const settled = (
  roots: readonly Shown[],
  spots: ReadonlyMap<string, Spot>,
  byId: ReadonlyMap<string, Placeable>,
  size: CardSize,
): Settled => {
  const positions = new Map<string, Point>();
  const isLaidOut = new Set<string>();
  const taken = [...spots.keys()].flatMap((id) => putAt(byId.get(id)) ?? []);
  const hasPut = taken.length > 0;

  const walk = (members: readonly Shown[], shift: Point): void => {
    const row = members.map(({ id }) => putAt(byId.get(id))?.y ?? null).find((y) => y !== null) ?? null;
    for (const { id, below } of members) {
      const spot = spots.get(id);
      if (spot === undefined) continue;
      const put = putAt(byId.get(id));
      const preferred = { x: spot.x + shift.x, y: row ?? spot.y + shift.y };
      const at = put ?? (hasPut ? free(preferred, taken, size) : preferred);
      positions.set(id, at);
      if (put === null && at.x === spot.x + shift.x && at.y === spot.y + shift.y) isLaidOut.add(id);
      if (put === null && hasPut) taken.push(at);
      walk(below, { x: at.x - spot.x, y: at.y - spot.y });
    }
  };
  walk(roots, { x: 0, y: 0 });
  return { positions, isLaidOut };
};

/** The nearest place to the right that no card covers. */
const free = (preferred: Point, taken: readonly Point[], { width, height, gapX }: CardSize): Point => {
  const at = { ...preferred };
  const covering = (): Point | undefined =>
    taken.find(({ x, y }) => Math.abs(x - at.x) < width && Math.abs(y - at.y) < height);
  for (let other = covering(); other !== undefined; other = covering()) at.x = other.x + width + gapX;
  return at;
};
