import fc from 'fast-check';
import type { Placeable } from './geometry.js';
import { cardSize, place } from './placement.js';

const one = (id: string, parentId: string | null = null, more: Partial<Placeable> = {}): Placeable => ({
  id,
  parentId,
  x: null,
  y: null,
  collapsed: false,
  ...more,
});
const at = (placement: ReturnType<typeof place>, id: string) => {
  const point = placement.positions.get(id);
  if (point === undefined) throw new Error(`${id} is not placed`);
  return point;
};
/** Pairs of cards that cover each other. */
const overlaps = ({ positions }: ReturnType<typeof place>) => {
  const all = [...positions];
  return all.flatMap(([a, p], index) =>
    all
      .slice(index + 1)
      .filter(([, q]) => Math.abs(p.x - q.x) < cardSize.width && Math.abs(p.y - q.y) < cardSize.height)
      .map(([b]) => `${a} ${b}`),
  );
};
/** A tree of any form: the nth workspace reports to an earlier one, or to none. */
const trees = fc
  .array(fc.nat({ max: 1_000 }), { maxLength: 60 })
  .map((choices) =>
    choices.map((choice, index) =>
      one(`w${index}`, choice % (index + 1) === index ? null : `w${choice % (index + 1)}`),
    ),
  );

describe('place', () => {
  it('places nothing in an empty organisation', () => {
    expect(place([])).toMatchObject({ positions: new Map(), lines: new Map(), bounds: null });
  });

  it('never sets one card over another, in trees and in rows, on wide and on tall screens', () => {
    fc.assert(
      fc.property(trees, fc.constantFrom('wide' as const, 'tall' as const), (all, form) => {
        const placement = place(all, form);
        expect(placement.positions.size).toBe(all.length);
        expect(overlaps(placement)).toEqual([]);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('centres a team below its lead', () => {
    const placement = place([one('lead'), one('a', 'lead'), one('b', 'lead')]);
    expect(at(placement, 'lead').x).toBe((at(placement, 'a').x + at(placement, 'b').x) / 2);
    expect(at(placement, 'a').y - at(placement, 'lead').y).toBe(cardSize.height + cardSize.gapY);
    expect([...placement.parents]).toEqual([
      ['a', 'lead'],
      ['b', 'lead'],
    ]);
  });

  it('keeps large organisations in the shape of the screen', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      one(
        `w${String(index).padStart(3, '0')}`,
        index === 0 ? null : `w${String(Math.floor((index - 1) / 6)).padStart(3, '0')}`,
      ),
    );
    const { bounds } = place(many, 'wide');
    const ratio = bounds === null ? 0 : (bounds.right - bounds.left) / (bounds.bottom - bounds.top);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(3);
  });

  it('leaves a workspace where a person put it, with its team around it', () => {
    const free = place([one('lead'), one('a', 'lead'), one('b', 'a')]);
    const put = place([one('lead'), one('a', 'lead', { x: 900, y: 700 }), one('b', 'a')]);
    expect(at(put, 'a')).toEqual({ x: 900, y: 700 });
    expect(at(put, 'b').x - at(put, 'a').x).toBe(at(free, 'b').x - at(free, 'a').x);
    expect(at(put, 'b').y - at(put, 'a').y).toBe(at(free, 'b').y - at(free, 'a').y);
    expect(at(put, 'lead')).toEqual(at(free, 'lead'));
  });

  it('places the others beside workspaces that a person moved, in their row', () => {
    const placement = place([
      one('lead'),
      one('a', 'lead', { x: 0, y: 300 }),
      one('b', 'lead', { x: 240, y: 300 }),
      one('new', 'lead'),
    ]);
    expect(overlaps(placement)).toEqual([]);
    expect(at(placement, 'new').y).toBe(300);
  });

  it('hides a closed team and says who is in it', () => {
    const placement = place([one('lead'), one('a', 'lead', { collapsed: true }), one('b', 'a'), one('c', 'b')]);
    expect([...placement.positions.keys()]).toEqual(['lead', 'a']);
    expect(placement.folded.get('a')).toEqual(['b', 'c']);
  });

  it('places a workspace at the top when its lead is not shown', () => {
    expect(place([one('a', 'gone')]).positions.has('a')).toBe(true);
  });

  it('draws a line to every member of a team', () => {
    const team = Array.from({ length: 7 }, (_, index) => one(`t${index}`, 'lead'));
    const { lines } = place([one('lead'), ...team]);
    expect([...lines.keys()].sort()).toEqual(team.map(({ id }) => id));
    expect([...lines.values()].every((d) => /^M[-\d.]+,[-\d.]+/.test(d) && !d.includes('NaN'))).toBe(true);
  });
});
