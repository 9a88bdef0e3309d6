import { sortKeys, type SortKey } from '../cursor.js';
import type { FindOptions } from '../port.js';
import type { Condition } from './filter-sql.js';
import { columnOf, type CollectionLayout } from './collection-layout.js';
import { encodedAt, jsonPath, type Encoded } from './encoding.js';

interface OrderKey extends SortKey {
  sql: string;
}
export type Order = readonly OrderKey[];

export const orderOf = (layout: CollectionLayout, sort: FindOptions['sort']): Order =>
  sortKeys(sort).map((key): OrderKey => {
    const path = jsonPath(key.field);
    const hasColumn = key.field === 'id' || layout.fields.includes(key.field);
    return { ...key, sql: hasColumn ? `d.${columnOf(key.field)}` : encodedAt(path) };
  });

export const orderBy = (order: Order): string =>
  order.map(({ sql, descending }) => `${sql} ${descending ? 'DESC' : 'ASC'}`).join(', ');

/** Like `Condition`, with marks among the parameters. */
export interface Segment {
  sql: string;
  params: Encoded[];
}

/**
 * The documents after a cursor, as ranges that follow each other in the order: all keys but the last equal and the last
 * beyond, then one equal key less, and so on. An index serves each range at any depth of paging; one condition with OR
 * would start at the top of the list each time.
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
