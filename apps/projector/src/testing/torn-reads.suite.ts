import type { JsonObject, Position } from '@guildhall/contracts';
import type { Batch, Checkpoint, Document, FoundPage, Place, ReadStore } from '@guildhall/read-store';

/** The process died in the middle of a write. */
export class Crash extends Error {}

/** `text` null: deleted, remembered so that an older write does not bring it back. */
interface Kept {
  text: string | null;
  position: Position;
}

/**
 * A read store without transactions, as a server is: every document is written on its own, guarded by its position,
 * the checkpoints last. `crashAfter` says how many of these writes happen before the process dies.
 */
export class TornReads implements ReadStore {
  crashAfter = Number.POSITIVE_INFINITY;
  private readonly documents = new Map<string, Map<string, Kept>>();
  private readonly checkpoints = new Map<string, Checkpoint>();
  private readonly kept = new Map<string, JsonObject>();

  async apply({ upserts, deletes, checkpoints }: Batch): Promise<void> {
    for (const { collection, document, position } of upserts)
      this.write(collection, document.id, { text: JSON.stringify(document), position });
    for (const { collection, id, position } of deletes) this.write(collection, id, { text: null, position });
    this.step();
    for (const [projection, checkpoint] of Object.entries(checkpoints)) {
      const state = checkpoint.state ?? this.checkpoints.get(projection)?.state;
      this.checkpoints.set(projection, structuredClone({ ...checkpoint, ...(state && { state }) }));
    }
  }

  private write(collection: string, id: string, change: Kept): void {
    this.step();
    const kept = this.collection(collection);
    const before = kept.get(id);
    if (before === undefined || before.position < change.position) kept.set(id, change);
  }

  async get(collection: string, id: string): Promise<Document | null> {
    const text = this.collection(collection).get(id)?.text ?? null;
    return text === null ? null : (JSON.parse(text) as Document);
  }

  getMany(collection: string, ids: readonly string[]): Promise<(Document | null)[]> {
    return Promise.all(ids.map((id) => this.get(collection, id)));
  }

  async checkpoint(projection: string): Promise<Checkpoint | null> {
    return structuredClone(this.checkpoints.get(projection) ?? null);
  }

  async places(): Promise<ReadonlyMap<string, Place>> {
    return this.checkpoints;
  }

  async find(collection: string): Promise<FoundPage> {
    return { items: this.all(collection), next: null };
  }

  async count(collection: string): Promise<number> {
    return this.collection(collection).size;
  }

  async putSettings(values: Readonly<Record<string, JsonObject>>): Promise<void> {
    for (const [name, value] of Object.entries(values)) this.kept.set(name, value);
  }

  async settings(names: readonly string[]): Promise<(JsonObject | null)[]> {
    return names.map((name) => this.kept.get(name) ?? null);
  }

  async drop(collections: readonly string[], projection: string): Promise<void> {
    for (const collection of collections) this.documents.delete(collection);
    this.checkpoints.delete(projection);
  }

  async ensure(): Promise<void> {}
  async buildIndexes(): Promise<void> {}
  async close(): Promise<void> {}

  /** All documents of a collection in the order of their ids. */
  all(collection: string): Document[] {
    const texts = [...this.collection(collection).values()].flatMap(({ text }) => (text === null ? [] : [text]));
    const kept = texts.map((text) => JSON.parse(text) as Document);
    return kept.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  private step(): void {
    if (this.crashAfter <= 0) throw new Crash();
    this.crashAfter -= 1;
  }

  private collection(name: string): Map<string, Kept> {
    const kept = this.documents.get(name);
    if (kept !== undefined) return kept;
    const fresh = new Map<string, Kept>();
    this.documents.set(name, fresh);
    return fresh;
  }
}
