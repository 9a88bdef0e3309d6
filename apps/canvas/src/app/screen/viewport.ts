import type { Box, Point } from '../placement/geometry.js';

/** Where the graph stands on the screen: screen = graph * zoom + pan. */
export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}
export interface Insets {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
export interface ScreenSize {
  width: number;
  height: number;
}

export const zoomLimits = { least: 0.05, most: 2 } as const;
const clamp = (zoom: number, most: number): number => Math.min(most, Math.max(zoomLimits.least, zoom));

/** The area of the view buttons in the lower left corner, with a margin. */
const corner = { width: 66, height: 118 };

/**
 * Shows the whole box in the part of the screen that nothing covers, at a zoom of at most `most`. Where the box would
 * reach under the buttons in the corner, it is shown beside them.
 */
export const fitted = (box: Box, screen: ScreenSize, insets: Insets, most = 1): Viewport => {
  const viewport = centred(box, screen, insets, most);
  const left = box.left * viewport.zoom + viewport.x;
  const bottom = box.bottom * viewport.zoom + viewport.y;
  const isInCorner = left < corner.width && bottom > screen.height - insets.bottom - corner.height;
  return isInCorner ? centred(box, screen, { ...insets, left: Math.max(insets.left, corner.width) }, most) : viewport;
};

const centred = (box: Box, screen: ScreenSize, insets: Insets, most: number): Viewport => {
  const width = Math.max(1, screen.width - insets.left - insets.right);
  const height = Math.max(1, screen.height - insets.top - insets.bottom);
  const zoom = clamp(Math.min(width / (box.right - box.left), height / (box.bottom - box.top)), most);
  return {
    zoom,
    x: insets.left + width / 2 - ((box.left + box.right) / 2) * zoom,
    y: insets.top + height / 2 - ((box.top + box.bottom) / 2) * zoom,
  };
};

/** The least pan that brings a card into the uncovered part; the same viewport when it is there already. */
export const revealed = (at: Point, half: Point, viewport: Viewport, screen: ScreenSize, insets: Insets): Viewport => {
  const shift = (centre: number, reach: number, from: number, to: number): number => {
    if (centre - reach < from) return from - (centre - reach);
    return centre + reach > to ? to - (centre + reach) : 0;
  };
  const { zoom } = viewport;
  const x = at.x * zoom + viewport.x;
  const y = at.y * zoom + viewport.y;
  return {
    zoom,
    x: viewport.x + shift(x, half.x * zoom, insets.left, screen.width - insets.right),
    y: viewport.y + shift(y, half.y * zoom, insets.top, screen.height - insets.bottom),
  };
};

/** Changes the zoom and keeps a point of the screen where it is. */
export const zoomedAround = (point: Point, factor: number, viewport: Viewport): Viewport => {
  const zoom = clamp(viewport.zoom * factor, zoomLimits.most);
  const ratio = zoom / viewport.zoom;
  return { zoom, x: point.x - (point.x - viewport.x) * ratio, y: point.y - (point.y - viewport.y) * ratio };
};

/** How much of a node is drawn. */
export type Detail = 'card' | 'chip' | 'dot';
export const detailAt = (zoom: number): Detail => (zoom >= 0.55 ? 'card' : zoom >= 0.22 ? 'chip' : 'dot');

/**
 * The viewport that shows the whole box again after the covered part of the screen changed. It stays the same when the
 * box is in view as large as possible, or when it would fit only with less detail.
 */
export const refitted = (box: Box, now: Viewport, screen: ScreenSize, insets: Insets): Viewport => {
  const next = fitted(box, screen, insets);
  const isInView =
    box.left * now.zoom + now.x >= insets.left &&
    box.top * now.zoom + now.y >= insets.top &&
    box.right * now.zoom + now.x <= screen.width - insets.right &&
    box.bottom * now.zoom + now.y <= screen.height - insets.bottom;
  const isLargest = now.zoom >= next.zoom;
  return (isInView && isLargest) || detailAt(next.zoom) !== detailAt(now.zoom) ? now : next;
};

export const toGraph = (screen: Point, { x, y, zoom }: Viewport): Point => ({
  x: (screen.x - x) / zoom,
  y: (screen.y - y) / zoom,
});

/** Graph pixels that the region is rounded to, so that it changes only now and then while the view is panned. */
const regionStep = 512;

/** The part of the graph that is on screen, with a margin. */
export const regionOf = ({ x, y, zoom }: Viewport, { width, height }: ScreenSize): Box => {
  const before = (value: number): number => (Math.floor(value / regionStep) - 1) * regionStep;
  const after = (value: number): number => (Math.ceil(value / regionStep) + 1) * regionStep;
  return {
    left: before(-x / zoom),
    top: before(-y / zoom),
    right: after((width - x) / zoom),
    bottom: after((height - y) / zoom),
  };
};

export const isInside = ({ x, y }: Point, { left, top, right, bottom }: Box): boolean =>
  x >= left && x <= right && y >= top && y <= bottom;

export const isSameBox = (a: Box, b: Box): boolean =>
  a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
