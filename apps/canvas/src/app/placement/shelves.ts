import type { CardSize, Shown, Spot } from './geometry.js';

/** Distance between the lead's left edge and the trunk of a team in rows. */
const trunkInset = 14;

/** A team laid out, from its own upper left corner. */
interface Team {
  width: number;
  height: number;
  spots: readonly (Spot & { id: string })[];
}

/** Rows of teams within teams, for organisations that would be too flat as a tree. `shape`: the target ratio of width to height. */
export const shelved = (roots: readonly Shown[], shape: number, size: CardSize): Map<string, Spot> => {
  const { spots } = shelvesOf(
    roots.map((root) => teamOf(root, shape, size)),
    0,
    0,
    null,
    shape,
    size,
  );
  return new Map(spots.map(({ id, ...spot }) => [id, spot]));
};

const teamOf = ({ id, below }: Shown, shape: number, size: CardSize): Team => {
  const leaves = below.filter((one) => one.below.length === 0);
  const leads = below.filter((one) => one.below.length > 0);
  const teams = [...leaves, ...leads].map((one) => teamOf(one, shape, size));
  const card = { id, y: size.height / 2, line: 'straight' as const };
  if (teams.length === 0) return { width: size.width, height: size.height, spots: [{ ...card, x: size.width / 2 }] };
  const trunk = trunkInset - size.width / 2;
  const shelves = shelvesOf(teams, size.gapX, size.height + size.gapY, trunk, shape, size);
  const isOneRow = shelves.rows === 1;
  const width = Math.max(size.width, shelves.width);
  const x = isOneRow ? (size.gapX + width) / 2 : size.width / 2;
  const spots = isOneRow
    ? shelves.spots.map((spot) =>
        spot.line === trunk && shelves.heads.has(spot.id) ? { ...spot, line: 'straight' as const } : spot,
      )
    : shelves.spots;
  return { width: Math.max(width, x + size.width / 2), height: shelves.height, spots: [{ ...card, x }, ...spots] };
};

interface Shelves extends Team {
  rows: number;
  heads: ReadonlySet<string>;
}

const shelvesOf = (
  teams: readonly Team[],
  left: number,
  top: number,
  trunk: number | null,
  shape: number,
  size: CardSize,
): Shelves => {
  const area = teams.reduce((sum, { width, height }) => sum + (width + size.gapX) * (height + size.gapY), 0);
  const limit = Math.max(Math.sqrt(area * shape), ...teams.map(({ width }) => width));
  const spots: (Spot & { id: string })[] = [];
  const heads = new Set<string>();
  let [x, y, rowHeight, width, rows] = [left, top, 0, 0, 1];
  for (const team of teams) {
    if (x > left && x + team.width > left + limit)
      [x, y, rowHeight, rows] = [left, y + rowHeight + size.gapY, 0, rows + 1];
    const [head] = team.spots;
    if (head !== undefined) heads.add(head.id);
    for (const spot of team.spots) {
      const line = spot === head && trunk !== null ? trunk : spot.line;
      spots.push({ ...spot, x: spot.x + x, y: spot.y + y, line });
    }
    x += team.width + size.gapX;
    width = Math.max(width, x - size.gapX);
    rowHeight = Math.max(rowHeight, team.height);
  }
  return { width, height: y + rowHeight, spots, rows, heads };
};
