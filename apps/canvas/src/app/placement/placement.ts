import type { Box, CardSize, Placeable, Placement, Point, Shown, Spot } from './geometry.js';
import { bentLine, straightLine, trunkLine } from './reporting-line.js';
import { settled } from './settling.js';
import { shelved } from './shelves.js';
import { tidied } from './tidy-tree.js';

export const cardSize: CardSize = { width: 232, height: 104, gapX: 32, gapY: 60 };

/** Form of the screen: a phone held upright is `tall`. */
export type Form = 'wide' | 'tall';

/**
 * A tree that is wider than this, in cards and in relation to its height, is too flat to read. Its teams are laid out in
 * rows instead, in the given shape.
 */
const limits = {
  wide: { cards: 14, ratio: 2.4, shape: 1.7 },
  tall: { cards: 3, ratio: 0.9, shape: 0.55 },
} as const;

/** Places all cards. A workspace that a person moved stays where it was put, with its team around it. */
export const place = (all: readonly Placeable[], form: Form = 'wide', size: CardSize = cardSize): Placement => {
  const teams = teamsOf(all);
  const folded = new Map<string, readonly string[]>();
  const roots = shownOf(teams.get(null) ?? [], teams, folded);
  const spots = spotsOf(roots, form, size);
  const byId = new Map(all.map((one) => [one.id, one]));
  const { positions, isLaidOut } = settled(roots, spots, byId, size);
  return { positions, ...linesOf(positions, isLaidOut, spots, byId, size), folded, bounds: boundsOf(positions, size) };
};

type Teams = ReadonlyMap<string | null, readonly Placeable[]>;

/** Children by parent. A workspace whose parent is not shown stands at the top. */
const teamsOf = (all: readonly Placeable[]): Teams => {
  const known = new Set(all.map(({ id }) => id));
  return Map.groupBy(all, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null));
};

const belowOf = (id: string, teams: Teams): string[] =>
  (teams.get(id) ?? []).flatMap((child) => [child.id, ...belowOf(child.id, teams)]);

const shownOf = (members: readonly Placeable[], teams: Teams, folded: Map<string, readonly string[]>): Shown[] =>
  members.map(({ id, collapsed }) => {
    const team = teams.get(id) ?? [];
    if (!collapsed) return { id, below: shownOf(team, teams, folded) };
    if (team.length > 0) folded.set(id, belowOf(id, teams));
    return { id, below: [] };
  });

const spotsOf = (roots: readonly Shown[], form: Form, size: CardSize): ReadonlyMap<string, Spot> => {
  const spots = tidied(roots, size);
  const box = boundsOf(spots, size);
  if (box === null) return spots;
  const width = box.right - box.left;
  const { cards, ratio, shape } = limits[form];
  const isFlat = width > cards * (size.width + size.gapX) && width / (box.bottom - box.top) > ratio;
  return isFlat ? bestShelved(roots, shape, size) : spots;
};

/** Factors by which the target shape is varied, because rows within rows miss it. */
const variations = [0.5, 0.75, 1, 1.4, 2, 3];

/** The layout in rows that can be shown largest on a screen of that shape. */
const bestShelved = (roots: readonly Shown[], shape: number, size: CardSize): ReadonlyMap<string, Spot> => {
  const tried = variations.map((factor) => {
    const spots = shelved(roots, shape * factor, size);
    const box = boundsOf(spots, size) ?? { left: 0, top: 0, right: 0, bottom: 0 };
    return { spots, extent: Math.max((box.right - box.left) / shape, box.bottom - box.top) };
  });
  return tried.reduce((best, next) => (next.extent < best.extent ? next : best)).spots;
};

const linesOf = (
  positions: ReadonlyMap<string, Point>,
  isLaidOut: ReadonlySet<string>,
  spots: ReadonlyMap<string, Spot>,
  byId: ReadonlyMap<string, Placeable>,
  size: CardSize,
): Pick<Placement, 'lines' | 'parents'> => {
  const lines = new Map<string, string>();
  const parents = new Map<string, string>();
  for (const [id, to] of positions) {
    const parentId = byId.get(id)?.parentId ?? null;
    const from = parentId === null ? undefined : positions.get(parentId);
    if (parentId === null || from === undefined) continue;
    const line = isLaidOut.has(id) ? (spots.get(id)?.line ?? 'straight') : 'straight';
    lines.set(id, lineOf(line, from, to, size));
    parents.set(id, parentId);
  }
  return { lines, parents };
};

const lineOf = (line: Spot['line'], from: Point, to: Point, size: CardSize): string => {
  if (line === 'straight') return straightLine(from, to, size);
  return line === 'gutter' ? bentLine(from, to, size) : trunkLine(from, to, line, size);
};

const boundsOf = (positions: ReadonlyMap<string, Point>, { width, height }: CardSize): Box | null => {
  if (positions.size === 0) return null;
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of positions.values()) {
    box.left = Math.min(box.left, x - width / 2);
    box.right = Math.max(box.right, x + width / 2);
    box.top = Math.min(box.top, y - height / 2);
    box.bottom = Math.max(box.bottom, y + height / 2);
  }
  return box;
};
