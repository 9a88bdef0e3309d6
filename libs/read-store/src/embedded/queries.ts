import { checkLimit, cursorAt, readCursor } from '../cursor.js';
import type { Document, Filter, FindOptions, FoundPage } from '../port.js';
import { tableOf } from './collection-layout.js';
import type { Connection } from './connection.js';
import { compileFilter } from './filter-sql.js';
import { orderBy, orderOf, segmentsAfter, type Segment } from './paging.js';
import { readLayout } from './schema.js';

const parsed = (row: Record<string, unknown>): Document => JSON.parse(String(row['json'])) as Document;

/** Null also if the collection does not exist. */
export const getDocument = (connection: Connection, collection: string, id: string): Document | null => {
  if (readLayout(connection, collection) === null) return null;
  const row = connection.statement(`SELECT json FROM ${tableOf(collection)} WHERE id = ?`).get(id);
  return row === undefined ? null : parsed(row);
};

export const getDocuments = (
  connection: Connection,
  collection: string,
  ids: readonly string[],
): (Document | null)[] => {
  if (readLayout(connection, collection) === null) return ids.map(() => null);
  const statement = connection.statement(`SELECT json FROM ${tableOf(collection)} WHERE id = ?`);
  return ids.map((id) => {
    const row = statement.get(id);
    return row === undefined ? null : parsed(row);
  });
};

export const findDocuments = (
  connection: Connection,
  collection: string,
  filter: Filter,
  { sort, limit, after }: FindOptions,
): FoundPage => {
  checkLimit(limit);
  const layout = readLayout(connection, collection);
  if (layout === null) return { items: [], next: null };
  const condition = compileFilter({ name: collection, layout }, filter);
  const order = orderOf(layout, sort);
  const everything: Segment = { sql: '1', params: [] };
  const segments = after === undefined ? [everything] : segmentsAfter(order, readCursor(after, order));
  const items: Document[] = [];
  for (const segment of segments) {
    const wanted = limit + 1 - items.length;
    if (wanted <= 0) break;
    const sql =
      `SELECT d.json FROM ${tableOf(collection)} d WHERE ${condition.sql} AND ${segment.sql} ` +
      `ORDER BY ${orderBy(order)} LIMIT ?`;
    const rows = connection.statement(sql).all(...condition.params, ...segment.params, wanted);
    for (const row of rows) items.push(parsed(row));
  }
  const last = items.length > limit ? items[limit - 1] : undefined;
  return last === undefined ? { items, next: null } : { items: items.slice(0, limit), next: cursorAt(last, order) };
};

export const countDocuments = (connection: Connection, collection: string, filter: Filter): number => {
  const layout = readLayout(connection, collection);
  if (layout === null) return 0;
  const { sql, params } = compileFilter({ name: collection, layout }, filter);
  const row = connection.statement(`SELECT count(*) AS n FROM ${tableOf(collection)} d WHERE ${sql}`).get(...params);
  return Number(row?.['n'] ?? 0);
};
