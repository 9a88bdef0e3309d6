import type { Placement, Point } from './geometry.js';
import { cardSize } from './placement.js';

export type Direction = 'up' | 'down' | 'left' | 'right';

const nearest = (
  from: Point,
  candidates: Iterable<[string, Point]>,
  cost: (dx: number, dy: number) => number | null,
): string | null => {
  let best: { id: string; cost: number } | null = null;
  for (const [id, { x, y }] of candidates) {
    const value = cost(x - from.x, y - from.y);
    if (value !== null && value > 0 && (best === null || value < best.cost)) best = { id, cost: value };
  }
  return best?.id ?? null;
};

/** Where an arrow key leads: up to the lead, down to the team, sideways along the row; otherwise to the nearest card that way. */
export const neighbour = (
  id: string,
  direction: Direction,
  { positions, parents }: Pick<Placement, 'positions' | 'parents'>,
): string | null => {
  const from = positions.get(id);
  if (from === undefined) return null;
  const parent = parents.get(id);
  if (direction === 'up' && parent !== undefined && positions.has(parent)) return parent;
  if (direction === 'down') {
    const team = [...positions].filter(([other]) => parents.get(other) === id);
    const closest = nearest(from, team, (dx, dy) => Math.hypot(dx, dy * 4));
    if (closest !== null) return closest;
  }
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  const isSideways = direction === 'left' || direction === 'right';
  const row = cardSize.height;
  return nearest(from, positions, (dx, dy) => {
    const along = (isSideways ? dx : dy) * sign;
    const across = Math.abs(isSideways ? dy : dx);
    return along <= 1 ? null : along + across * (across < row / 2 ? 1 : 6);
  });
};
