import type { Position } from '@guildhall/contracts';

/** An event's position in the log. `prepare` is kept as the server sent it: it may be 0. */
export interface LogPosition {
  commit: bigint;
  prepare: bigint;
}

const digits = 16;
const hex = (value: bigint): string => value.toString(16).padStart(digits, '0');

/** Both 64-bit numbers as hex digits of fixed width, so that they sort as text in the order of the log. */
export const positionText = ({ commit, prepare }: LogPosition): Position => {
  const first = hex(commit);
  return first + (prepare === commit ? first : hex(prepare));
};

/** Throws `RangeError` for a text that is not a position in this kind of log. */
export const logPosition = (position: Position): LogPosition => {
  if (!/^[0-9a-f]{32}$/.test(position)) throw new RangeError(`${position} is not a position in this kind of log`);
  return { commit: BigInt(`0x${position.slice(0, digits)}`), prepare: BigInt(`0x${position.slice(digits)}`) };
};
