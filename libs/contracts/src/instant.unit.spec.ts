import fc from 'fast-check';
import { instantOf, millisecondsOf } from './instant.js';

describe('an instant', () => {
  it('is read and written as Date does it, in any year', () => {
    const any = fc.integer({ min: Date.UTC(1600, 0, 1), max: Date.UTC(2400, 11, 31) });
    fc.assert(
      fc.property(any, (ms) => {
        const text = new Date(ms).toISOString();
        expect(millisecondsOf(text)).toBe(ms);
        expect(instantOf(ms)).toBe(text);
      }),
    );
  });

  it('may leave the milliseconds out', () => {
    expect(millisecondsOf('2026-11-23T10:00:00Z')).toBe(Date.UTC(2026, 10, 23, 10));
    expect(millisecondsOf('2026-11-23T10:00:00.5Z')).toBe(Date.UTC(2026, 10, 23, 10) + 500);
  });

  it('is refused in any other form', () => {
    for (const text of ['2026-11-23', '2026-11-23T10:00:00', '2026-11-23T10:00:00+01:00', 'now']) {
      expect(() => millisecondsOf(text)).toThrow('not an instant in UTC');
    }
  });
});
