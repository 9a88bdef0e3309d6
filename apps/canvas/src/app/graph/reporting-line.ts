import type { CardSize, Point } from './placement.js';

/** From the bottom of one card to the top of another. */
export const straightLine = (from: Point, to: Point, { height }: CardSize): string => {
  const start = from.y + height / 2;
  const end = to.y - height / 2;
  const middle = (start + end) / 2;
  return `M${from.x},${start}C${from.x},${middle} ${to.x},${middle} ${to.x},${end}`;
};

const corner = 10;

/** To a card in a lower row of a block: down the gutter beside its column, so that no card is crossed. */
export const bentLine = (from: Point, to: Point, { width, height, gapX, gapY }: CardSize): string => {
  const start = from.y + height / 2;
  const gutter = to.x - width / 2 - gapX / 2;
  const turn = start + gapY * 0.75;
  const middle = (start + turn) / 2;
  return [
    `M${from.x},${start}C${from.x},${middle} ${gutter},${middle} ${gutter},${turn}`,
    `V${to.y - corner}Q${gutter},${to.y} ${gutter + corner},${to.y}H${to.x - width / 2}`,
  ].join('');
};
