import fc from 'fast-check';
import { instantFrom, instantOf, millisecondsOf } from './instant.js';

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

describe('an instant from outside', () => {
  it.each([
    ['2026-12-01T13:19:14.060Z', '2026-12-01T13:19:14.060Z'],
    ['2026-12-01T13:19:14.060+00:00', '2026-12-01T13:19:14.060Z'],
    ['2026-12-01T15:19:14.060+02:00', '2026-12-01T13:19:14.060Z'],
    ['2026-12-01T15:19:14.060 02:00', '2026-12-01T13:19:14.060Z'],
    ['2026-12-01T08:49:14.060-0430', '2026-12-01T13:19:14.060Z'],
    ['2026-12-02T00:19:14,060+11', '2026-12-01T13:19:14.060Z'],
    ['2026-12-01T13:19:14.060500Z', '2026-12-01T13:19:14.060Z'],
    ['2026-12-01T13:19:14.06Z', '2026-12-01T13:19:14.060Z'],
    ['2026-12-01T13:19:14Z', '2026-12-01T13:19:14.000Z'],
    ['2026-12-01t13:19z', '2026-12-01T13:19:00.000Z'],
    ['20261201T131914.060Z', '2026-12-01T13:19:14.060Z'],
    ['20261201T151914+0200', '2026-12-01T13:19:14.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('is the same whatever form it has: %s', (text, instant) => {
    expect(instantOf(instantFrom(text) ?? Number.NaN)).toBe(instant);
  });

  it.each([
    '2026-12-01',
    '2026-12-01T13:19:14',
    '2026-12-01 13:19:14Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-12-01T24:00:00Z',
    '2026-12-01T23:59:60Z',
    '2026-12-01T13:19:14+24:00',
    '2026-W49-2T13:19:14Z',
    '2026-335T13:19:14Z',
    '1796129301815',
    'yesterday',
    '',
  ])('is not one: %j', (text) => {
    expect(instantFrom(text)).toBeNull();
  });
});
