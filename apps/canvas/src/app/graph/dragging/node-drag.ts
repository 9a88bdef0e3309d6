import type { CardSize, Point } from '../../placement/geometry.js';

export interface Drag {
  id: string;
  /** Pointer in graph coordinates. */
  at: Point;
  /** From the card's centre to the pointer when the drag began. */
  grip: Point;
  target: { id: string; isAllowed: boolean } | null;
}

/** Pixels that the pointer moves before a press becomes a drag. */
export const dragThreshold = 5;

/** The card under a point. Of overlapping cards it is the last one drawn, which is on top. */
export const cardAt = (
  point: Point,
  positions: ReadonlyMap<string, Point>,
  size: CardSize,
  except: string,
): string | null => {
  let found: string | null = null;
  for (const [id, { x, y }] of positions) {
    const isInside = Math.abs(point.x - x) <= size.width / 2 && Math.abs(point.y - y) <= size.height / 2;
    if (id !== except && isInside) found = id;
  }
  return found;
};

interface Surroundings {
  positions: ReadonlyMap<string, Point>;
  size: CardSize;
  parentId: string | null;
  /** Ids below the dragged workspace: it cannot report to any of them. */
  team: ReadonlySet<string>;
}

export const draggedTo = (
  drag: Pick<Drag, 'id' | 'grip'>,
  at: Point,
  { positions, size, parentId, team }: Surroundings,
): Drag => {
  const over = cardAt(at, positions, size, drag.id);
  const target = over === null || over === parentId ? null : { id: over, isAllowed: !team.has(over) };
  return { id: drag.id, grip: drag.grip, at, target };
};
