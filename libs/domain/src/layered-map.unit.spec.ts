import fc from 'fast-check';
import { LayeredMap } from './layered-map.js';

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const step = fc.oneof(
  fc.record({ key, value: fc.nat(9) }),
  key.map((gone) => ({ key: gone, value: null })),
);

describe('a layered map', () => {
  it('is what a map would be after the same steps, and leaves its base alone', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.nat(9))), fc.array(step), (entries, steps) => {
        const base = new Map(entries);
        const expected = new Map(entries);
        const layered = new LayeredMap(base);
        for (const { key: at, value } of steps) {
          if (value === null) expect(layered.delete(at)).toBe(expected.delete(at));
          else [layered, expected].forEach((map) => map.set(at, value));
          expect(layered.get(at)).toBe(expected.get(at));
          expect(layered.has(at)).toBe(expected.has(at));
        }
        expect([...layered.keys()]).toEqual([...expected.keys()]);
        expect([...layered.values()]).toEqual([...expected.values()]);
        expect(layered.size).toBe(expected.size);
        expect([...base]).toEqual([...new Map(entries)]);
      }),
    );
  });
});
