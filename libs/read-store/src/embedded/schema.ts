import type { DatabaseSync } from 'node:sqlite';
import type { Connection } from './connection.js';
import type { CollectionLayout } from './collection-layout.js';

/** Layout of the file; a file of another layout is deleted and rebuilt. */
export const formatVersion = 2;

/** Tables of every file; each collection adds its own. */
const tables = `
  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE collections (name TEXT PRIMARY KEY, layout TEXT NOT NULL);
  CREATE TABLE tombstones (collection TEXT NOT NULL, id TEXT NOT NULL, position TEXT NOT NULL,
    PRIMARY KEY (collection, id)) WITHOUT ROWID;
  CREATE TABLE checkpoints (projection TEXT PRIMARY KEY, position TEXT NOT NULL, ordinal INTEGER NOT NULL,
    log_id TEXT NOT NULL, lease INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE states (projection TEXT PRIMARY KEY, position TEXT NOT NULL, ordinal INTEGER NOT NULL,
    version TEXT NOT NULL, value TEXT NOT NULL);
`;

export const createSchema = (database: DatabaseSync, logId: string | null): void => {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`BEGIN; ${tables} PRAGMA user_version = ${formatVersion}; COMMIT`);
  database.prepare(`INSERT INTO facts VALUES ('logId', ?)`).run(logId);
};

/** Layouts by their stored text: parsed once, not once per query. */
const parsed = new Map<string, CollectionLayout>();
const keptLayouts = 1_000;

/** Null: no such collection. */
export const readLayout = (connection: Connection, collection: string): CollectionLayout | null => {
  const row = connection.statement('SELECT layout FROM collections WHERE name = ?').get(collection);
  if (row === undefined) return null;
  const text = String(row['layout']);
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size >= keptLayouts) parsed.clear();
  const layout = JSON.parse(text) as CollectionLayout;
  parsed.set(text, layout);
  return layout;
};

export const writeLayout = (connection: Connection, collection: string, layout: CollectionLayout): void => {
  connection
    .statement('INSERT INTO collections VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET layout = excluded.layout')
    .run(collection, JSON.stringify(layout));
};
