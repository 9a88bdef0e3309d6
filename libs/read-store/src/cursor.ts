import { encode, steps, valueAt, type Encoded } from './embedded/encoding.js';
import { InvalidCursor, InvalidQuery } from './errors.js';
import type { Document, FindOptions } from './port.js';

/** One key of the order of a list, `id` included. */
export interface SortKey {
  field: string;
  descending: boolean;
}

const maxLimit = 1_000;

export const checkLimit = (limit: number): void => {
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) {
    throw new InvalidQuery(`limit must be a whole number from 1 to ${maxLimit}`);
  }
};

/** The sort fields and then `id`, in the direction of the last field. */
export const sortKeys = (sort: FindOptions['sort'] = []): SortKey[] => {
  const keys = sort.map(({ field, direction }): SortKey => ({ field, descending: direction === 'desc' }));
  if (keys.some(({ field }) => field === 'id')) return keys;
  return [...keys, { field: 'id', descending: keys.at(-1)?.descending ?? false }];
};

const signature = (order: readonly SortKey[]): string =>
  order.map(({ field, descending }) => `${descending ? '-' : '+'}${field}`).join();

/** A mark of one byte travels as `[byte]`. */
type Portable = null | number | string | [number];

/** A cursor right after a document in a list of this order. */
export const cursorAt = (document: Document, order: readonly SortKey[]): string => {
  const values = order.map(({ field }): Portable => {
    const value = encode(valueAt(document, steps(field)));
    return value instanceof Uint8Array ? [value[0] ?? 0] : value;
  });
  return Buffer.from(JSON.stringify([signature(order), ...values])).toString('base64url');
};

/** The values of the sort keys at a cursor. Throws `InvalidCursor` if it belongs to another order. */
export const readCursor = (cursor: string, order: readonly SortKey[]): Encoded[] => {
  const parsed = parse(cursor);
  if (!Array.isArray(parsed) || parsed.length !== order.length + 1 || parsed[0] !== signature(order)) {
    throw new InvalidCursor();
  }
  return parsed.slice(1).map((value: unknown) => {
    if (value === null || typeof value === 'number' || typeof value === 'string') return value;
    if (Array.isArray(value) && typeof value[0] === 'number') return Uint8Array.of(value[0]);
    throw new InvalidCursor();
  });
};

const parse = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw new InvalidCursor();
  }
};
