import { durable, isDuplicateKey, type MongoConnection } from '@guildhall/mongodb';
import { MongoBulkWriteError, type AnyBulkWriteOperation } from 'mongodb';
import { steps, valueAt } from '../embedded/encoding.js';
import { UnknownCollection } from '../errors.js';
import type { Batch, Document } from '../port.js';
import type { Collections, Layout } from './collections.js';
import { encodeDocument, type StoredDocument } from './stored-document.js';

/** The change of one document: replaced, or deleted if `document` is absent. */
interface Change {
  id: string;
  position: string;
  document?: Document;
  isNew?: boolean;
}

/** How a change is written: an insert costs least, but finds only that the document exists. */
type Form = 'insert' | 'upsert' | 'update';

/** With fewer changes a second command costs more than upserts do. */
const fewChanges = 100;
const commandChanges = 1_000;

/** Writes the documents of batches. Each write compares positions, so that any order and any repetition converge. */
export class BatchWriter {
  constructor(
    private readonly connection: MongoConnection,
    private readonly collections: Collections,
  ) {}

  async write(batch: Batch): Promise<void> {
    const changes = newest(batch);
    for (const [collection, ofOne] of changes) await this.admit(collection, [...ofOne.values()]);
    await Promise.all([...changes].map(([collection, ofOne]) => this.writeAll(collection, [...ofOne.values()])));
  }

  private async admit(collection: string, changes: readonly Change[]): Promise<void> {
    const layout = await this.collections.writable(collection);
    if (layout === null) throw new UnknownCollection(collection);
    await this.collections.noteMixed(collection, newlyMixed(layout, changes));
  }

  /**
   * An insert or a guarded upsert meets a duplicate key if the document is newer, if a batch before was interrupted, or if
   * another process created an older one at the same moment. A second try that only updates tells these apart.
   */
  private async writeAll(collection: string, changes: readonly Change[]): Promise<void> {
    for (const [form, ofForm] of byForm(changes)) {
      for (let from = 0; from < ofForm.length; from += commandChanges) {
        const refused = await this.attempt(collection, ofForm.slice(from, from + commandChanges), form);
        if (refused.length > 0) await this.attempt(collection, refused, 'update');
      }
    }
  }

  private async attempt(collection: string, changes: readonly Change[], form: Form): Promise<Change[]> {
    const operations = changes.map((change) => operation(change, form));
    const documents = this.collections.documents(collection);
    return this.connection.use(async () => {
      try {
        await documents.bulkWrite(operations, { ordered: false, ...durable });
        return [];
      } catch (error) {
        return refusedOf(error, changes);
      }
    });
  }
}

const byForm = (changes: readonly Change[]): [Form, readonly Change[]][] => {
  const isInsert = ({ isNew, document }: Change): boolean => isNew === true && document !== undefined;
  if (changes.every(isInsert)) return [['insert', changes]];
  if (changes.length < fewChanges) return [['upsert', changes]];
  return [
    ['insert', changes.filter(isInsert)],
    ['upsert', changes.filter((change) => !isInsert(change))],
  ];
};

/** The changes that met a duplicate key; throws any other error. */
const refusedOf = (error: unknown, changes: readonly Change[]): Change[] => {
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const errors = [error.writeErrors].flat();
  const isHarmless = errors.length > 0 && errors.every(isDuplicateKey);
  if (!isHarmless || error.result.getWriteConcernError() !== undefined) throw error;
  return errors.map(({ index }) => changes[index]!);
};

const operation = ({ id, position, document }: Change, form: Form): AnyBulkWriteOperation<StoredDocument> => {
  const filter = { _id: id, p: { $lt: position } };
  const upsert = form === 'upsert';
  if (document !== undefined) {
    const stored = { p: position, ...encodeDocument(document) };
    if (form === 'insert') return { insertOne: { document: { _id: id, ...stored } } };
    return { replaceOne: { filter, replacement: stored, upsert } };
  }
  const update = { $set: { p: position }, $unset: { d: '', json: '' }, $currentDate: { gone: true } } as const;
  return { updateOne: { filter, update, upsert } };
};

/** The last change of each document, by collection and id. Of equal positions the first wins, as in every adapter. */
const newest = ({ upserts, deletes }: Batch): Map<string, Map<string, Change>> => {
  const changes = new Map<string, Map<string, Change>>();
  const add = (collection: string, change: Change): void => {
    const ofOne = changes.get(collection) ?? new Map<string, Change>();
    changes.set(collection, ofOne);
    const known = ofOne.get(change.id);
    if (known === undefined || change.position > known.position) ofOne.set(change.id, change);
  };
  for (const { collection, document, position, isNew = false } of upserts) {
    add(collection, { id: document.id, position, document, isNew });
  }
  for (const { collection, id, position } of deletes) add(collection, { id, position });
  return changes;
};

const newlyMixed = ({ indexes, mixed }: Layout, changes: readonly Change[]): string[] => {
  const fields = [...new Set(indexes.flat())].filter((field) => field !== 'id' && !mixed.includes(field));
  return fields.filter((field) => {
    const path = steps(field);
    return changes.some(({ document }) => {
      const value = document && valueAt(document, path);
      return typeof value === 'object' && value !== null;
    });
  });
};
