import type { Json } from '@guildhall/contracts';
import fc from 'fast-check';

/** The same examples on every machine and in every run. */
export const fixedSeed = 20_251_201;

const deep = (levels: number): Json => (levels === 0 ? 'the end' : { deep: deep(levels - 1) });

/** Values that tell a careless reader from a careful one. */
export const oddValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, -1, 0.5, 1e308, 2 ** 53, '', ' ', '\u0000', '\uD800', '\u001b[31m\r\n', [], {}),
  fc.constantFrom<Json>([[]], [null], ['a', 'a'], { '': '' }, deep(60), 'x'.repeat(2_000), 'é'.repeat(300)),
  fc.constantFrom<Json>('__proto__', 'constructor', { constructor: 'x' }, { toString: 'x' }, '-1', 'NaN', '../..'),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

type Path = readonly (string | number)[];

const pathsOf = (value: Json, here: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [here];
  const entries = Array.isArray(value) ? value.map((inner, index) => [index, inner] as const) : Object.entries(value);
  return [here, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...here, key]))];
};

/** `undefined` takes the place away. */
const withPlace = (value: Json, path: Path, put: Json | undefined): Json => {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return put ?? null;
  const copy = structuredClone(value) as Record<string | number, Json>;
  const inner = rest.length === 0 ? put : withPlace(copy[key] ?? null, rest, put);
  if (inner !== undefined) copy[key] = inner;
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[key];
  return copy as Json;
};

/** A value in which one to three places are replaced, taken away or added. */
export const changed = (value: Json): fc.Arbitrary<Json> =>
  fc
    .array(
      fc.record({ place: fc.nat(1_000), put: fc.option(oddValue, { nil: undefined }), more: fc.option(fc.string()) }),
      { minLength: 1, maxLength: 3 },
    )
    .map((changes) =>
      changes.reduce((current, { place, put, more }) => {
        const paths = pathsOf(current);
        const path = paths[place % paths.length] ?? [];
        return withPlace(current, more === null ? path : [...path.slice(0, -1), more], put);
      }, value),
    );
