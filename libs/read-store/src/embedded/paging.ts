import { InvalidCursor, InvalidQuery } from '../errors.js';
import type { Document, FindOptions } from '../port.js';
import type { Condition } from './filter-sql.js';
import { columnOf, type CollectionLayout } from './collection-layout.js';
import { encode, encodedAt, jsonPath, steps, valueAt, type Encoded } from './encoding.js';

/** One key of the order, `id` included. */
interface OrderKey {
  field: string;
  sql: string;
  descending: boolean;
}
export type Order = readonly OrderKey[];

const maxLimit = 1_000;

export const checkLimit = (limit: number): void => {
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) {
    throw new InvalidQuery(`limit must be a whole number from 1 to ${maxLimit}`);
  }
};

/** The sort fields and then `id`, in the direction of the last of them. */
export const orderOf = (layout: CollectionLayout, sort: FindOptions['sort'] = []): Order => {
  const keys = sort.map(({ field, direction }): OrderKey => {
    const path = jsonPath(field);
    const hasColumn = field === 'id' || layout.fields.includes(field);
    return { field, sql: hasColumn ? `d.${columnOf(field)}` : encodedAt(path), descending: direction === 'desc' };
  });
  return keys.some(({ field }) => field === 'id')
    ? keys
    : [...keys, { field: 'id', sql: 'd.id', descending: keys.at(-1)?.descending ?? false }];
};

export const orderBy = (order: Order): string =>
  order.map(({ sql, descending }) => `${sql} ${descending ? 'DESC' : 'ASC'}`).join(', ');

const signature = (order: Order): string =>
  order.map(({ field, descending }) => `${descending ? '-' : '+'}${field}`).join();

/** A mark of one byte travels as `[byte]`. */
type Portable = null | number | string | [number];

export const cursorAt = (document: Document, order: Order): string => {
  const values = order.map(({ field }): Portable => {
    const value = encode(valueAt(document, steps(field)));
    return value instanceof Uint8Array ? [value[0] ?? 0] : value;
  });
  return Buffer.from(JSON.stringify([signature(order), ...values])).toString('base64url');
};

export const readCursor = (cursor: string, order: Order): Encoded[] => {
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

/** Like `Condition`, with marks among the parameters. */
export interface Segment {
  sql: string;
  params: Encoded[];
}

/**
 * What comes after a cursor, cut into stretches that follow each other in the order: all keys but the last equal and
 * the last beyond, then one equal key less, and so on. Each stretch is a plain range, so that an index serves it at
 * any depth of paging; one condition with OR would begin at the top of the list each time.
 */
export const segmentsAfter = (order: Order, values: readonly Encoded[]): Segment[] => {
  const segments: Segment[] = [];
  for (let last = order.length - 1; last >= 0; last -= 1) {
    const equal = order.slice(0, last).map((key, index) => same(key, values[index] ?? null));
    for (const beyond of beyondValue(order[last]!, values[last] ?? null)) {
      const conditions = [...equal, beyond];
      segments.push({
        sql: conditions.map(({ sql }) => sql).join(' AND '),
        params: conditions.flatMap(({ params }) => params),
      });
    }
  }
  return segments;
};

const same = ({ sql }: OrderKey, value: Encoded): Segment =>
  value === null ? { sql: `${sql} IS NULL`, params: [] } : { sql: `${sql} = ?`, params: [value] };

/** NULL is below everything. */
const beyondValue = ({ sql, field, descending }: OrderKey, value: Encoded): Segment[] => {
  if (value === null) return descending ? [] : [{ sql: `${sql} IS NOT NULL`, params: [] }];
  if (!descending) return [{ sql: `${sql} > ?`, params: [value] }];
  const lower: Segment = { sql: `${sql} < ?`, params: [value] };
  return field === 'id' ? [lower] : [lower, { sql: `${sql} IS NULL`, params: [] }];
};

export const withSegment = (condition: Condition, segment: Segment): Segment => ({
  sql: `${condition.sql} AND ${segment.sql}`,
  params: [...condition.params, ...segment.params],
});
