import { neighbour } from '../placement/neighbours.js';
import { cardAt, draggedTo } from './dragging/node-drag.js';
import type { Placeable } from '../placement/geometry.js';
import { cardSize, place } from '../placement/placement.js';
import { detailAt, fitted, isInside, refitted, regionOf, revealed, toGraph, zoomedAround } from '../screen/viewport.js';

const screen = { width: 1000, height: 800 };
const insets = { left: 0, top: 50, right: 400, bottom: 0 };
const none = { left: 0, top: 0, right: 0, bottom: 0 };
const one = (id: string, parentId: string | null): Placeable => ({ id, parentId, x: null, y: null, collapsed: false });

describe('viewport', () => {
  it('fits a graph into what nothing covers', () => {
    const viewport = fitted({ left: 0, top: 0, right: 1200, bottom: 600 }, screen, insets);
    expect(viewport.zoom).toBe(0.5);
    expect(toGraph({ x: 300, y: 425 }, viewport)).toEqual({ x: 600, y: 300 });
  });

  it('keeps clear of the buttons in the corner', () => {
    const beside = fitted({ left: 0, top: 0, right: 1000, bottom: 790 }, screen, none);
    expect(beside.x).toBeCloseTo(66);
    expect(fitted({ left: 0, top: 0, right: 1000, bottom: 400 }, screen, none).x).toBe(0);
  });

  it('does not blow up a single card', () => {
    expect(fitted({ left: 0, top: 0, right: 10, bottom: 10 }, screen, none).zoom).toBe(1);
  });

  it('moves only as far as needed to show a card, and not at all when it is seen', () => {
    const viewport = { x: 0, y: 0, zoom: 1 };
    const half = { x: 100, y: 50 };
    expect(revealed({ x: 300, y: 300 }, half, viewport, screen, insets)).toEqual(viewport);
    expect(revealed({ x: 700, y: 300 }, half, viewport, screen, insets)).toEqual({ x: -200, y: 0, zoom: 1 });
  });

  it('makes room for the panel, unless everything is in view or cards would lose detail', () => {
    const box = { left: 0, top: 0, right: 800, bottom: 400 };
    const open = fitted(box, screen, none);
    const besidePanel = refitted(box, open, screen, insets);
    expect(besidePanel).toEqual(fitted(box, screen, insets));
    expect(refitted(box, besidePanel, screen, insets)).toBe(besidePanel);
    expect(refitted(box, besidePanel, screen, none)).toEqual(open);
    const elsewhere = { ...open, x: 0, y: 60 };
    expect(refitted(box, elsewhere, screen, none)).toBe(elsewhere);
    const wide = { ...box, right: 1600 };
    const cards = fitted(wide, screen, none);
    expect([detailAt(cards.zoom), detailAt(fitted(wide, screen, insets).zoom)]).toEqual(['card', 'chip']);
    expect(refitted(wide, cards, screen, insets)).toBe(cards);
  });

  it('zooms around a point that stays where it is', () => {
    const point = { x: 250, y: 120 };
    const before = { x: 10, y: 20, zoom: 0.5 };
    const after = zoomedAround(point, 2, before);
    expect(after.zoom).toBe(1);
    expect(toGraph(point, after)).toEqual(toGraph(point, before));
  });

  it('has everything on screen in its region, which small moves do not change', () => {
    const viewport = { x: -1_000, y: 300, zoom: 0.7 };
    const region = regionOf(viewport, screen);
    const corners = [
      { x: 0, y: 0 },
      { x: screen.width, y: screen.height },
    ].map((corner) => toGraph(corner, viewport));
    expect(corners.every((corner) => isInside(corner, region))).toBe(true);
    expect(isInside({ x: region.right + 1, y: region.top + 1 }, region)).toBe(false);
    expect(regionOf({ ...viewport, x: -1_003 }, screen)).toEqual(region);
  });

  it('draws less the further away it is', () => {
    expect([1, 0.4, 0.1].map(detailAt)).toEqual(['card', 'chip', 'dot']);
  });
});

describe('dragging', () => {
  const positions = new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 500, y: 0 }],
    ['c', { x: 1000, y: 0 }],
  ]);
  const surroundings = { positions, size: cardSize, parentId: 'c', team: new Set(['b']) };

  it('finds the card under the pointer, never the dragged one', () => {
    expect(cardAt({ x: 5, y: 5 }, positions, cardSize, 'a')).toBeNull();
    expect(cardAt({ x: 505, y: 5 }, positions, cardSize, 'a')).toBe('b');
  });

  it('refuses a target in its own team and ignores its present lead', () => {
    const drag = { id: 'a', grip: { x: 0, y: 0 } };
    expect(draggedTo(drag, { x: 500, y: 0 }, surroundings).target).toEqual({ id: 'b', isAllowed: false });
    expect(draggedTo(drag, { x: 1000, y: 0 }, surroundings).target).toBeNull();
    expect(draggedTo(drag, { x: 500, y: 0 }, { ...surroundings, team: new Set() }).target).toEqual({
      id: 'b',
      isAllowed: true,
    });
  });
});

describe('arrow keys', () => {
  const placement = place([one('lead', null), one('a', 'lead'), one('b', 'lead'), one('c', 'b')]);

  it('lead up to the lead, down into the team and along the row', () => {
    expect(neighbour('a', 'up', placement)).toBe('lead');
    expect(neighbour('b', 'down', placement)).toBe('c');
    expect(neighbour('a', 'right', placement)).toBe('b');
    expect(neighbour('b', 'left', placement)).toBe('a');
  });

  it('stay at the edge', () => {
    expect(neighbour('lead', 'up', placement)).toBeNull();
    expect(neighbour('gone', 'up', placement)).toBeNull();
  });
});
