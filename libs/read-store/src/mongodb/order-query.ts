import type { SortKey } from '../cursor.js';
import type { Encoded } from '../embedded/encoding.js';
import { all, any, fieldPath, type Query } from './filter-query.js';

/** MongoDB's sort for the keys. */
export const sortOf = (order: readonly SortKey[]): Record<string, 1 | -1> =>
  Object.fromEntries(order.map(({ field, descending }) => [fieldPath(field), descending ? -1 : 1]));

const numbers = { $gte: Number.NEGATIVE_INFINITY };
const texts = { $gte: '' };
const booleans = { $gte: false };
const nothing = null;

/** Scalars by their place in the order: null, numbers, texts, booleans. */
const rankOf = (value: Encoded): number => {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  return typeof value === 'string' ? 2 : 3;
};
const byRank = [nothing, numbers, texts, booleans];

const trueByte = 0x31;
const scalarOf = (value: Encoded): null | number | string | boolean =>
  value instanceof Uint8Array ? value[0] === trueByte : value;

/**
 * The documents after a cursor: all keys but the last equal and the last beyond, or one equal key less, and so on. Each
 * branch is a plain range that an index serves. For fields that hold scalars only.
 */
export const queryAfter = (order: readonly SortKey[], values: readonly Encoded[]): Query =>
  any(
    order.flatMap((key, last) => {
      const equal = order.slice(0, last).map(({ field }, index) => ({
        [fieldPath(field)]: scalarOf(values[index] ?? null),
      }));
      return beyond(key, values[last] ?? null).map((condition) => all([...equal, condition]));
    }),
  );

/** Comparisons do not cross types, so each type above (or below) has its own branch. */
const beyond = ({ field, descending }: SortKey, value: Encoded): Query[] => {
  const path = fieldPath(field);
  const rank = rankOf(value);
  const sameType = value === null ? [] : [{ [path]: { [descending ? '$lt' : '$gt']: scalarOf(value) } }];
  if (field === 'id') return sameType;
  const others = descending ? byRank.slice(0, rank).reverse() : byRank.slice(rank + 1);
  return [...sameType, ...others.map((type) => ({ [path]: type }))];
};

/** The order of two values: null, numbers, texts by their bytes, then marks by their byte. */
export const compareEncoded = (one: Encoded, other: Encoded): number => {
  const ranks = rankOf(one) - rankOf(other);
  if (ranks !== 0 || one === null || other === null) return ranks;
  if (typeof one === 'number') return one - Number(other);
  return Buffer.compare(Buffer.from(one), Buffer.from(other as string | Uint8Array));
};
