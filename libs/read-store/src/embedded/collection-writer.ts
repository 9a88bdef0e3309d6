import { UnknownCollection } from '../errors.js';
import type { Delete, Document, Upsert } from '../port.js';
import { columnOf, hasSideTable, sideTableOf, tableOf, type CollectionLayout } from './collection-layout.js';
import { admitArrays } from './collections.js';
import type { Connection } from './connection.js';
import { encode, encodeElements, steps, valueAt, type Encoded } from './encoding.js';
import { readLayout } from './schema.js';

interface WrittenField {
  name: string;
  path: readonly string[];
  isArray: boolean;
  hasSideTable: boolean;
}

/**
 * Writes the documents of one collection within a transaction. Each statement compares positions itself, so nothing has
 * to be read first. A deleted document leaves a tombstone with its position, because a redelivered upsert must not bring
 * it back. Tombstones are never swept: deletes are rare, and a rebuild drops them.
 */
export class CollectionWriter {
  private fields: WrittenField[] = [];
  private upsertSql = '';
  private hasTombstones: boolean;

  constructor(
    private readonly connection: Connection,
    private readonly collection: string,
  ) {
    const layout = readLayout(connection, collection);
    if (layout === null) throw new UnknownCollection(collection);
    this.prepare(layout);
    this.hasTombstones =
      connection.statement('SELECT 1 FROM tombstones WHERE collection = ? LIMIT 1').get(collection) !== undefined;
  }

  upsert({ document, position }: Upsert): void {
    if (this.hasTombstones && !this.passTombstone(document.id, position)) return;
    const values: Encoded[] = [document.id, position, JSON.stringify(document)];
    for (const field of this.fields) {
      const value = field.path.length === 1 ? document[field.name] : valueAt(document, field.path);
      if (Array.isArray(value) && !field.isArray) {
        admitArrays(this.connection, this.collection, field.name);
        this.prepare(readLayout(this.connection, this.collection)!);
        return this.upsert({ collection: this.collection, document, position });
      }
      values.push(encode(value));
    }
    const statement = this.connection.statement(this.upsertSql);
    if (!this.fields.some((field) => field.hasSideTable)) {
      statement.run(...values);
      return;
    }
    const written = statement.get(...values);
    if (written !== undefined) this.writeElements(Number(written['rowid']), document);
  }

  delete({ id, position }: Delete): void {
    const { connection, collection } = this;
    const found = connection.statement(`SELECT rowid, position FROM ${tableOf(collection)} WHERE id = ?`).get(id);
    if (found !== undefined && String(found['position']) >= position) return;
    if (found !== undefined) {
      const row = Number(found['rowid']);
      for (const field of this.fields) if (field.hasSideTable) this.removeElements(row, field.name);
      connection.statement(`DELETE FROM ${tableOf(collection)} WHERE rowid = ?`).run(row);
    }
    connection
      .statement(
        'INSERT INTO tombstones VALUES (?, ?, ?) ON CONFLICT (collection, id) ' +
          'DO UPDATE SET position = excluded.position WHERE excluded.position > position',
      )
      .run(collection, id, position);
    this.hasTombstones = true;
  }

  private prepare(layout: CollectionLayout): void {
    this.fields = layout.fields.map((name) => ({
      name,
      path: steps(name),
      isArray: layout.arrays.includes(name),
      hasSideTable: hasSideTable(layout, name),
    }));
    const columns = ['id', 'position', 'json', ...layout.fields.map(columnOf)];
    const changed = columns.slice(1).map((column) => `${column} = excluded.${column}`);
    this.upsertSql =
      `INSERT INTO ${tableOf(this.collection)} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ` +
      `ON CONFLICT (id) DO UPDATE SET ${changed.join(', ')} WHERE excluded.position > position` +
      (this.fields.some((field) => field.hasSideTable) ? ' RETURNING rowid' : '');
  }

  private passTombstone(id: string, position: string): boolean {
    const { connection, collection } = this;
    const found = connection
      .statement('SELECT position FROM tombstones WHERE collection = ? AND id = ?')
      .get(collection, id);
    if (found === undefined) return true;
    if (String(found['position']) >= position) return false;
    connection.statement('DELETE FROM tombstones WHERE collection = ? AND id = ?').run(collection, id);
    return true;
  }

  private writeElements(row: number, document: Document): void {
    for (const field of this.fields) {
      if (!field.hasSideTable) continue;
      this.removeElements(row, field.name);
      const value = valueAt(document, field.path);
      if (value === undefined) continue;
      const elements = encodeElements(Array.isArray(value) ? value : [value]);
      const insert = this.connection.statement(`INSERT INTO ${sideTableOf(this.collection, field.name)} VALUES (?, ?)`);
      for (const element of elements) insert.run(row, element);
    }
  }

  private removeElements(row: number, field: string): void {
    this.connection.statement(`DELETE FROM ${sideTableOf(this.collection, field)} WHERE doc = ?`).run(row);
  }
}
