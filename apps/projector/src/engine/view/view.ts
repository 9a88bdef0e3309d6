import type { BlobStore } from '@guildhall/blob-store';
import type { JsonObject, Ordinal, RecordedEvent, ViewName } from '@guildhall/contracts';
import type { CollectionSpec, Delete, Document, Upsert } from '@guildhall/read-store';

/** A read model: its shape, and how events become its documents. */
export interface View {
  readonly name: ViewName;
  /** Of fold and document shape together; another one than that of the active copy starts a rebuild. */
  readonly version: number;
  readonly indexes: CollectionSpec['indexes'];
  /** `saved`: the state of an earlier folding; null: from the first event on. */
  open(saved: JsonObject | null, resources: FoldResources): FoldContext;
}

/** What a folding may use besides the events. */
export interface FoldResources {
  /** Documents of this copy of the view, in the order of the ids. */
  documents: (ids: readonly string[]) => Promise<(Document | null)[]>;
  /** The copy holds nothing yet that this folding needs: what it did not write itself need not be read. */
  isEmpty: boolean;
  blobs: BlobStore;
}

/** One copy of a view in memory: takes events in order and gives out the documents that changed. */
export interface FoldContext {
  handles(type: string): boolean;
  /** Loads what `fold` will need of these events; undefined: nothing. */
  prepare?(events: readonly RecordedEvent[]): Promise<void> | undefined;
  /** Throws before it changes anything when it cannot take the event. */
  fold(event: RecordedEvent, ordinal: Ordinal): void;
  /** What waits for `take`, in documents of ordinary size (1 kB). */
  readonly waiting: number;
  /** The documents changed since the last `take`, each once, as they are now. */
  take(): (Change | Removal)[];
  /** Makes durable what the taken documents refer to; they are written after it. */
  settle?(): Promise<void>;
  /** The taken documents are durable. */
  written?(): void;
  /** Of a whole-state view only: documents alone do not tell how to continue. */
  readonly memory?: FoldMemory;
}

/** What a whole-state view has to keep besides its documents. */
export interface FoldMemory {
  /** Number of entries in `save()`: tells how much saving it costs. */
  readonly size: number;
  /** A copy that later events do not change. */
  save(): JsonObject;
}

export type Change = Omit<Upsert, 'collection'>;
export type Removal = Omit<Delete, 'collection'>;
