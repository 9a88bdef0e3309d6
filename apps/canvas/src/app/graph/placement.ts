import { hierarchy, tree, type HierarchyPointNode } from 'd3-hierarchy';
import { bentLine, straightLine } from './reporting-line.js';

export interface Point {
  x: number;
  y: number;
}
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
/** What of a workspace decides where it stands. */
export interface Placeable {
  id: string;
  parentId: string | null;
  x: number | null;
  y: number | null;
  collapsed: boolean;
}
export interface CardSize {
  width: number;
  height: number;
  gapX: number;
  gapY: number;
}
export interface Placement {
  /** Centre of every card that is shown. */
  positions: ReadonlyMap<string, Point>;
  /** SVG path of the reporting line, by the id of who reports. */
  lines: ReadonlyMap<string, string>;
  parents: ReadonlyMap<string, string>;
  /** Ids hidden below each collapsed workspace. */
  folded: ReadonlyMap<string, readonly string[]>;
  bounds: Box | null;
}

export const cardSize: CardSize = { width: 232, height: 104, gapX: 32, gapY: 60 };

/** Siblings without a team of their own are set in a block from this number on, so that a team does not become a ribbon. */
const blockFrom = 5;
const widestBlock = 8;

/** One slot of the tidy tree: a single workspace, or one row of a block. */
interface Slot {
  ids: readonly string[];
  width: number;
  /** Row within a block; null: not in a block. */
  row: number | null;
  below: Slot[];
}

/** Places all cards: a tidy tree, except that a workspace put somewhere by a person stays there, with its team around it. */
export const place = (all: readonly Placeable[], size: CardSize = cardSize): Placement => {
  const teams = teamsOf(all);
  const folded = new Map<string, readonly string[]>();
  const byId = new Map(all.map((one) => [one.id, one]));
  const slots = slotsOf(teams.get(null) ?? [], { teams, folded, size });
  const tidy = tidyPositions(slots, size);
  const shown = shifted(tidy, teams, byId);
  return {
    positions: shown.positions,
    ...linesOf(shown, tidy, byId, size),
    folded,
    bounds: boundsOf(shown.positions, size),
  };
};

type Teams = ReadonlyMap<string | null, readonly Placeable[]>;

/** Children by parent; who reports to somebody that is not shown stands at the top. */
const teamsOf = (all: readonly Placeable[]): Teams => {
  const known = new Set(all.map(({ id }) => id));
  return Map.groupBy(all, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null));
};

const belowOf = (id: string, teams: Teams): string[] =>
  (teams.get(id) ?? []).flatMap((child) => [child.id, ...belowOf(child.id, teams)]);

interface Building {
  teams: Teams;
  folded: Map<string, readonly string[]>;
  size: CardSize;
}

const slotsOf = (members: readonly Placeable[], building: Building): Slot[] => {
  const built = members.map((member) => slotOf(member, building));
  const leaves = built.filter(({ below }) => below.length === 0);
  if (leaves.length < blockFrom) return built;
  const block = blockOf(
    leaves.flatMap(({ ids }) => ids),
    building.size,
  );
  return [block, ...built.filter(({ below }) => below.length > 0)];
};

const slotOf = (member: Placeable, building: Building): Slot => {
  const { teams, folded, size } = building;
  if (member.collapsed) {
    const below = belowOf(member.id, teams);
    if (below.length > 0) folded.set(member.id, below);
  }
  const below = member.collapsed ? [] : slotsOf(teams.get(member.id) ?? [], building);
  return { ids: [member.id], width: size.width, row: null, below };
};

/** Rows below each other as a chain, so that the tidy tree keeps the room under the first row free. */
const blockOf = (ids: readonly string[], size: CardSize): Slot => {
  const columns = Math.min(widestBlock, Math.ceil(Math.sqrt(ids.length)));
  const width = columns * (size.width + size.gapX) - size.gapX;
  const rows: Slot[] = [];
  for (let start = 0; start < ids.length; start += columns) {
    rows.push({ ids: ids.slice(start, start + columns), width, row: rows.length, below: [] });
  }
  rows.forEach((row, index) => {
    const next = rows[index + 1];
    if (next !== undefined) row.below = [next];
  });
  return rows[0] ?? { ids: [], width, row: 0, below: [] };
};

interface Tidy extends Point {
  row: number | null;
}

const tidyPositions = (slots: Slot[], size: CardSize): Map<string, Tidy> => {
  const top: Slot = { ids: [], width: 0, row: null, below: slots };
  const layout = tree<Slot>()
    .nodeSize([1, size.height + size.gapY])
    .separation((a, b) => (a.data.width + b.data.width) / 2 + size.gapX);
  const found = new Map<string, Tidy>();
  layout(hierarchy(top, ({ below }) => below)).each((node) => spread(node, size, found));
  return found;
};

const spread = (node: HierarchyPointNode<Slot>, size: CardSize, found: Map<string, Tidy>): void => {
  const { ids, width, row } = node.data;
  const y = (node.depth - 1) * (size.height + size.gapY);
  const left = node.x - width / 2 + size.width / 2;
  ids.forEach((id, index) => found.set(id, { x: left + index * (size.width + size.gapX), y, row }));
};

interface Shifted {
  positions: Map<string, Point>;
  /** Those that stand exactly as the tidy tree set them relative to their parent. */
  tidy: Set<string>;
}

const shifted = (tidy: ReadonlyMap<string, Tidy>, teams: Teams, byId: ReadonlyMap<string, Placeable>): Shifted => {
  const positions = new Map<string, Point>();
  const untouched = new Set<string>();
  const walk = (id: string, shift: Point): void => {
    const spot = tidy.get(id);
    const one = byId.get(id);
    if (spot === undefined || one === undefined) return;
    const put = one.x === null || one.y === null ? null : { x: one.x, y: one.y };
    const own = put === null ? shift : { x: put.x - spot.x, y: put.y - spot.y };
    positions.set(id, { x: spot.x + own.x, y: spot.y + own.y });
    if (put === null) untouched.add(id);
    for (const child of teams.get(id) ?? []) walk(child.id, own);
  };
  for (const root of teams.get(null) ?? []) walk(root.id, { x: 0, y: 0 });
  return { positions, tidy: untouched };
};

const linesOf = (
  { positions, tidy: untouched }: Shifted,
  tidy: ReadonlyMap<string, Tidy>,
  byId: ReadonlyMap<string, Placeable>,
  size: CardSize,
): Pick<Placement, 'lines' | 'parents'> => {
  const lines = new Map<string, string>();
  const parents = new Map<string, string>();
  for (const [id, to] of positions) {
    const parentId = byId.get(id)?.parentId ?? null;
    const from = parentId === null ? undefined : positions.get(parentId);
    if (parentId === null || from === undefined) continue;
    const isLowerRow = untouched.has(id) && (tidy.get(id)?.row ?? 0) > 0;
    lines.set(id, isLowerRow ? bentLine(from, to, size) : straightLine(from, to, size));
    parents.set(id, parentId);
  }
  return { lines, parents };
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
