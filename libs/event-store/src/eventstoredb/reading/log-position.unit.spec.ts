import { logPosition, positionText, type LogPosition } from './log-position.js';

const position = (commit: bigint, prepare = commit): LogPosition => ({ commit, prepare });

describe('a position as text', () => {
  it.each([
    position(0n),
    position(548n),
    position(4_270_808n, 0n),
    position(2n ** 63n - 1n),
    position(2n ** 64n - 1n, 5n),
  ])('is read back unchanged: %p', (given) => expect(logPosition(positionText(given))).toEqual(given));

  it('sorts as the log does, by commit and then by prepare', () => {
    const inOrder = [
      position(0n),
      position(9n),
      position(10n, 0n),
      position(10n, 9n),
      position(10n),
      position(2n ** 40n),
    ];
    const texts = inOrder.map(positionText);
    expect([...texts].reverse().sort()).toEqual(texts);
    expect(new Set(texts.map(({ length }) => length))).toEqual(new Set([32]));
  });

  it.each(['', '0000000000000001', 'x'.repeat(32), '0'.repeat(33)])('refuses the position of another log: %p', (text) =>
    expect(() => logPosition(text)).toThrow(RangeError),
  );
});
