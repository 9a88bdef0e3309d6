import type { CardSize, Point } from './geometry.js';

const corner = 10;

/** Down, across, down again, with round corners; the lines of one team share their trunk. */
export const straightLine = (from: Point, to: Point, { height, gapY }: CardSize): string => {
  const start = from.y + height / 2;
  const end = to.y - height / 2;
  const across = to.x - from.x;
  if (Math.abs(across) < 1 && end > start) return `M${from.x},${start}V${end}`;
  if (end - start < corner * 2) return swung(from.x, start, to.x, end, gapY);
  const middle = Math.min(start + gapY / 2, (start + end) / 2);
  const turn = Math.min(corner, Math.abs(across) / 2, (end - start) / 2) * Math.sign(across);
  const drop = Math.abs(turn);
  return [
    `M${from.x},${start}V${middle - drop}Q${from.x},${middle} ${from.x + turn},${middle}`,
    `H${to.x - turn}Q${to.x},${middle} ${to.x},${middle + drop}V${end}`,
  ].join('');
};

/** The line to a card that was put beside or above its lead. */
const swung = (fromX: number, fromY: number, toX: number, toY: number, reach: number): string =>
  `M${fromX},${fromY}C${fromX},${fromY + reach} ${toX},${toY - reach} ${toX},${toY}`;

/** To a card in a lower row of a block: down the gutter beside its column, so that no card is crossed. */
export const bentLine = (from: Point, to: Point, { width, height, gapX, gapY }: CardSize): string => {
  const start = from.y + height / 2;
  const middle = start + gapY / 2;
  const gutter = to.x - width / 2 - gapX / 2;
  const turn = Math.min(corner, Math.abs(gutter - from.x) / 2) * Math.sign(gutter - from.x);
  return [
    `M${from.x},${start}V${middle - Math.abs(turn)}Q${from.x},${middle} ${from.x + turn},${middle}`,
    `H${gutter - turn}Q${gutter},${middle} ${gutter},${middle + Math.abs(turn)}`,
    `V${to.y - corner}Q${gutter},${to.y} ${gutter + corner},${to.y}H${to.x - width / 2}`,
  ].join('');
};

/** Down a trunk beside the rows of a team, across above the row, and down to the card. */
export const trunkLine = (from: Point, to: Point, trunk: number, { height, gapY }: CardSize): string => {
  const x = from.x + trunk;
  const start = from.y + height / 2;
  const end = to.y - height / 2;
  const across = end - gapY / 2;
  const turn = Math.min(corner, Math.abs(to.x - x) / 2);
  return [
    `M${x},${start}V${across - turn}Q${x},${across} ${x + turn},${across}`,
    `H${to.x - turn}Q${to.x},${across} ${to.x},${across + turn}V${end}`,
  ].join('');
};
