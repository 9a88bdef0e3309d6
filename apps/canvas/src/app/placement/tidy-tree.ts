import { hierarchy, tree, type HierarchyPointNode } from 'd3-hierarchy';
import type { CardSize, Shown, Spot } from './geometry.js';

/** This many siblings without a team form a block, so that a team does not become a ribbon. */
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

/** The tidy tree of d3-hierarchy, with blocks for large groups of siblings. */
export const tidied = (roots: readonly Shown[], size: CardSize): Map<string, Spot> => {
  const top: Slot = { ids: [], width: 0, row: null, below: slotsOf(roots, size) };
  const layout = tree<Slot>()
    .nodeSize([1, size.height + size.gapY])
    .separation((a, b) => (a.data.width + b.data.width) / 2 + size.gapX);
  const spots = new Map<string, Spot>();
  layout(hierarchy(top, ({ below }) => below)).each((node) => spread(node, size, spots));
  return spots;
};

const slotsOf = (members: readonly Shown[], size: CardSize): Slot[] => {
  const leaves = members.filter(({ below }) => below.length === 0);
  const isBlock = leaves.length >= blockFrom;
  const single = isBlock ? members.filter(({ below }) => below.length > 0) : members;
  const slots = single.map(({ id, below }): Slot => ({
    ids: [id],
    width: size.width,
    row: null,
    below: slotsOf(below, size),
  }));
  return isBlock
    ? [
        blockOf(
          leaves.map(({ id }) => id),
          size,
        ),
        ...slots,
      ]
    : slots;
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

const spread = (node: HierarchyPointNode<Slot>, size: CardSize, spots: Map<string, Spot>): void => {
  const { ids, width, row } = node.data;
  const y = (node.depth - 1) * (size.height + size.gapY);
  const left = node.x - width / 2 + size.width / 2;
  const line = (row ?? 0) > 0 ? 'gutter' : 'straight';
  ids.forEach((id, index) => spots.set(id, { x: left + index * (size.width + size.gapX), y, line }));
};
