import type { CollectionSpec, Document } from '../port.js';
import {
  columnIndexes,
  columnOf,
  createIndex,
  createSideTable,
  createTable,
  emptyLayout,
  extendLayout,
  hasSideTable,
  sideTableOf,
  tableOf,
  type CollectionLayout,
} from './collection-layout.js';
import type { Connection } from './connection.js';
import { encode, steps, valueAt } from './encoding.js';
import { readLayout, writeLayout } from './schema.js';

/** Creates the missing parts of a collection. `deferred`: without indexes, until `buildIndexes`. */
export const ensureCollection = (connection: Connection, spec: CollectionSpec, deferred: boolean): void => {
  const before = readLayout(connection, spec.name);
  const layout = extendLayout(before ?? emptyLayout(!deferred), spec);
  if (before === null) connection.execute(createTable(spec.name, layout.fields));
  else addColumns(connection, spec.name, before, layout);
  writeLayout(connection, spec.name, layout);
  if (layout.built) createIndexes(connection, spec.name, before, layout);
};

/** Ends a bulk build: creates indexes and side tables from the documents, in one pass each. */
export const buildCollectionIndexes = (connection: Connection, spec: CollectionSpec): void => {
  ensureCollection(connection, spec, true);
  const before = readLayout(connection, spec.name);
  if (before === null || before.built) return;
  const layout = { ...before, built: true };
  writeLayout(connection, spec.name, layout);
  createIndexes(connection, spec.name, before, layout);
};

/** From now on the field may hold arrays. */
export const admitArrays = (connection: Connection, collection: string, field: string): void => {
  const before = readLayout(connection, collection);
  if (before === null || before.arrays.includes(field)) return;
  const layout = { ...before, arrays: [...before.arrays, field] };
  writeLayout(connection, collection, layout);
  createIndexes(connection, collection, before, layout);
};

export const dropCollection = (connection: Connection, collection: string): void => {
  const layout = readLayout(connection, collection);
  connection.statement('DELETE FROM tombstones WHERE collection = ?').run(collection);
  if (layout === null) return;
  for (const field of layout.fields.filter((field) => hasSideTable(layout, field))) {
    connection.execute(`DROP TABLE ${sideTableOf(collection, field)}`);
  }
  connection.execute(`DROP TABLE ${tableOf(collection)}`);
  connection.statement('DELETE FROM collections WHERE name = ?').run(collection);
};

const createIndexes = (
  connection: Connection,
  collection: string,
  before: CollectionLayout | null,
  layout: CollectionLayout,
): void => {
  if (!layout.built) return;
  for (const fields of columnIndexes(layout)) connection.execute(createIndex(collection, fields));
  for (const field of layout.fields) {
    if (!hasSideTable(layout, field) || (before !== null && hasSideTable(before, field))) continue;
    for (const sql of createSideTable(collection, field)) connection.execute(sql);
  }
};

/** Adds columns for newly indexed fields and fills them from the documents. */
const addColumns = (
  connection: Connection,
  collection: string,
  before: CollectionLayout,
  layout: CollectionLayout,
): void => {
  const added = layout.fields.filter((field) => !before.fields.includes(field));
  if (added.length === 0) return;
  const table = tableOf(collection);
  for (const field of added) connection.execute(`ALTER TABLE ${table} ADD COLUMN ${columnOf(field)}`);
  const update = connection.statement(
    `UPDATE ${table} SET ${added.map((field) => `${columnOf(field)} = ?`).join(', ')} WHERE rowid = ?`,
  );
  const paths = added.map(steps);
  const arrays = new Set(layout.arrays);
  for (const row of connection.statement(`SELECT rowid, json FROM ${table}`).all()) {
    const document = JSON.parse(String(row['json'])) as Document;
    const values = paths.map((path) => valueAt(document, path));
    values.forEach((value, index) => Array.isArray(value) && arrays.add(added[index] ?? ''));
    update.run(...values.map(encode), Number(row['rowid']));
  }
  layout.arrays = [...arrays];
};
