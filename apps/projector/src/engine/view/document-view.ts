import type { Ordinal, Position, RecordedEvent, AnyFact, Recorded, ViewName } from '@guildhall/contracts';
import type { Document } from '@guildhall/read-store';
import type { Change, FoldContext, FoldResources, View } from './view.js';

/** A document that carries the position of the last event folded into it: what makes a redelivery harmless. */
export interface FoldedDocument {
  id: string;
  position: Position;
}

/** A view whose documents each depend on nothing but themselves and the event. */
export interface DocumentProjection<Doc extends FoldedDocument, Fact extends AnyFact> {
  name: ViewName;
  version: number;
  indexes: View['indexes'];
  handles: readonly Fact['type'][];
  /** Types that open a document: for them nothing has to be read. */
  begins: readonly Fact['type'][];
  key(event: Recorded<Fact>): string;
  /** null: there is no such document before or after the event. */
  fold(document: Doc | null, event: Recorded<Fact>, ordinal: Ordinal): Doc | null;
}

/** Documents kept in memory between events, so that a fold needs no read per event. */
const cachedDocuments = 20_000;

/** The view of a document projection: loads, caches and collects its documents. */
export const documentView = <Doc extends FoldedDocument, Fact extends AnyFact>(
  projection: DocumentProjection<Doc, Fact>,
): View => ({
  name: projection.name,
  version: projection.version,
  indexes: projection.indexes,
  open: (_saved, resources) => new DocumentFold(projection, resources),
});

class DocumentFold<Doc extends FoldedDocument, Fact extends AnyFact> implements FoldContext {
  private readonly types: ReadonlySet<string>;
  private readonly begins: ReadonlySet<string>;
  /** In the order of use; a null is a document known not to exist. */
  private readonly cache = new Map<string, Doc | null>();
  /** No document of this copy is outside the cache. */
  private isWhole: boolean;
  private dirty = new Set<string>();
  /** Of the dirty ones: never written before. */
  private begun = new Set<string>();
  private inFlight = new Set<string>();

  constructor(
    private readonly projection: DocumentProjection<Doc, Fact>,
    private readonly resources: FoldResources,
  ) {
    this.types = new Set(projection.handles);
    this.begins = new Set(projection.begins);
    this.isWhole = resources.isEmpty;
  }

  get waiting(): number {
    return this.dirty.size;
  }

  handles(type: string): boolean {
    return this.types.has(type);
  }

  prepare(events: readonly RecordedEvent[]): Promise<void> | undefined {
    this.evict();
    if (this.isWhole) return undefined;
    const missing = new Set<string>();
    const begun = new Set<string>();
    for (const event of events) {
      if (!this.types.has(event.type)) continue;
      const key = this.keyOf(event);
      if (key === null) continue;
      if (this.begins.has(event.type)) begun.add(key);
      else if (!begun.has(key) && !this.cache.has(key)) missing.add(key);
    }
    return missing.size === 0 ? undefined : this.load([...missing]);
  }

  fold(event: RecordedEvent, ordinal: Ordinal): void {
    const recorded = event as Recorded<Fact>;
    const key = this.keyOf(event);
    if (key === null) throw new Error('it does not say which document it belongs to');
    const before = this.cache.get(key) ?? null;
    if (before !== null && before.position >= event.position) return;
    const after = this.projection.fold(before, recorded, ordinal);
    if (after === null) return;
    this.cache.delete(key);
    this.cache.set(key, after);
    this.dirty.add(key);
    if (before === null) this.begun.add(key);
  }

  take(): Change[] {
    const changes: Change[] = [];
    for (const id of this.dirty) {
      const document = this.cache.get(id);
      if (!document) continue;
      const isNew = this.begun.has(id);
      changes.push({ document: document as unknown as Document, position: document.position, ...(isNew && { isNew }) });
    }
    this.inFlight = this.dirty;
    this.dirty = new Set();
    this.begun = new Set();
    return changes;
  }

  written(): void {
    this.inFlight = new Set();
  }

  /** Only between two batches: a document that `prepare` found in memory must still be there for `fold`. */
  private evict(): void {
    let excess = this.cache.size - cachedDocuments;
    for (const id of this.cache.keys()) {
      if (excess <= 0) return;
      if (this.dirty.has(id) || this.inFlight.has(id)) continue;
      this.cache.delete(id);
      this.isWhole = false;
      excess -= 1;
    }
  }

  private keyOf(event: RecordedEvent): string | null {
    const key: unknown = isObject(event.data) ? this.projection.key(event as Recorded<Fact>) : null;
    return typeof key === 'string' ? key : null;
  }

  private async load(ids: readonly string[]): Promise<void> {
    const documents = await this.resources.documents(ids);
    ids.forEach((id, index) => this.cache.set(id, (documents[index] ?? null) as unknown as Doc | null));
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
