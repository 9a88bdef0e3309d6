import type { CollectionSpec } from '../port.js';
import { encodedElement, jsonPath, quoted, steps } from './encoding.js';

/** The tables and columns of a collection. The file keeps it as JSON, so that every process sees the same. */
export interface CollectionLayout {
  /** Fields with a column of their own: every field of an index. */
  fields: string[];
  indexes: string[][];
  /** Fields in which an array was stored. */
  arrays: string[];
  /** Indexes exist and side tables are kept; false during a bulk build. */
  built: boolean;
}

export const emptyLayout = (built: boolean): CollectionLayout => ({ fields: [], indexes: [], arrays: [], built });

/** Adds everything that the specification requires; removes nothing. */
export const extendLayout = (layout: CollectionLayout, spec: CollectionSpec): CollectionLayout => {
  const known = new Set(layout.indexes.map((fields) => JSON.stringify(fields)));
  const added = spec.indexes.map(({ fields }) => [...fields]).filter((fields) => !known.has(JSON.stringify(fields)));
  for (const field of added.flat()) steps(field);
  const fields = [...new Set([...layout.fields, ...added.flat()])].filter((field) => field !== 'id');
  return { ...layout, fields, indexes: [...layout.indexes, ...added] };
};

/** Whether the values of a field are in a side table, one row for each element. */
export const hasSideTable = (layout: CollectionLayout, field: string): boolean =>
  layout.built && layout.arrays.includes(field) && layout.indexes.some((index) => isAlone(index, field));

const isAlone = (index: readonly string[], field: string): boolean => index.length === 1 && index[0] === field;

export const tableOf = (collection: string): string => quoted(`c:${collection}`);
export const sideTableOf = (collection: string, field: string): string => quoted(`a:${collection}:${field}`);
export const columnOf = (field: string): string => (field === 'id' ? 'id' : quoted(`f:${field}`));

/** Columns without a type, because a type would make '5' and 5 equal. */
export const createTable = (collection: string, fields: readonly string[]): string =>
  `CREATE TABLE ${tableOf(collection)} (id PRIMARY KEY NOT NULL, position TEXT NOT NULL, json TEXT NOT NULL` +
  fields.map((field) => `, ${columnOf(field)}`).join('') +
  ')';

export const createIndex = (collection: string, fields: readonly string[]): string =>
  `CREATE INDEX IF NOT EXISTS ${quoted(`i:${collection}:${fields.join(',')}`)} ` +
  `ON ${tableOf(collection)} (${fields.map(columnOf).join(', ')})`;

/**
 * The side table of a field, filled from the documents. Its rows have the order of the documents, so that filling it only
 * appends and the rows of a document are adjacent. One index over it finds the documents that contain a value.
 */
export const createSideTable = (collection: string, field: string): string[] => {
  const side = sideTableOf(collection, field);
  const path = jsonPath(field);
  return [
    `CREATE TABLE ${side} (doc INTEGER NOT NULL, value NOT NULL, PRIMARY KEY (doc, value)) WITHOUT ROWID`,
    `INSERT OR IGNORE INTO ${side} SELECT d.rowid, ${encodedElement} ` +
      `FROM ${tableOf(collection)} d, json_each(d.json, ${path}) e ` +
      `WHERE json_type(d.json, ${path}) <> 'object' AND e.type NOT IN ('array', 'object')`,
    `CREATE INDEX ${quoted(`s:${collection}:${field}`)} ON ${side} (value)`,
  ];
};

/** Indexes on columns. A field that holds arrays has a side table instead. */
export const columnIndexes = (layout: CollectionLayout): string[][] =>
  layout.indexes.filter((index) => !(index.length === 1 && layout.arrays.includes(index[0] ?? '')));
