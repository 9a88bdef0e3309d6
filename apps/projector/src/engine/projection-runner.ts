import type { Ordinal, Position, RecordedEvent } from '@guildhall/contracts';
import type { Checkpoint, Delete, ReadStore, Upsert } from '@guildhall/read-store';
import { unreadable } from './known-event.js';
import type { FoldContext, FoldResources, View } from './view/view.js';

/** A place in the log; `position` null: before its first event. */
export interface Place {
  position: Position | null;
  ordinal: Ordinal;
}

/** The copy of a view that a runner builds or continues. */
export interface CopyTarget {
  /** Name of the copy: its collection and its projection in the read store. */
  copy: string;
  store: Pick<ReadStore, 'checkpoint' | 'getMany'>;
  logId: string;
}

/** `live`: every batch is written at once. `bulk`: writes are as large as memory allows. */
export type Pace = 'live' | 'bulk';

/** What one copy has to say in the next write. */
export interface Contribution {
  upserts: Upsert[];
  deletes: Delete[];
  checkpoint: Checkpoint;
}

const bulkDocuments = 8_000;
const bulkEvents = 60_000;
/** With more than this folded and not written, the write under way comes first. */
const mostDocumentsWaiting = 20_000;
const mostLiveEventsWaiting = 1_000;
/** State is saved after this many events at least, and not before it has this many times its own size. */
const stateEvents = 2_000;
const stateEventsPerEntry = 10;
/** Longest stretch that is folded again after a crash, however large the state. */
const mostStateEvents = 100_000;

/** Takes one copy of a view along the log: folds, hands out what changed, stops at a poison event. */
export class ProjectionRunner {
  /** Everything up to here is folded. */
  place: Place;
  /** Why it stopped; null: it is running. */
  error: string | null = null;
  private durable: Place;
  private statePlace: Place;

  private constructor(
    readonly view: View,
    readonly target: CopyTarget,
    private readonly folding: FoldContext,
    checkpoint: Checkpoint | null,
  ) {
    this.durable = placeOf(checkpoint);
    this.place = folding.memory === undefined ? this.durable : placeOf(checkpoint?.state ?? null);
    this.statePlace = this.place;
  }

  /** Continues a copy from its checkpoint, or begins it. */
  static async open(view: View, target: CopyTarget, resources: Pick<FoldResources, 'blobs'>) {
    const checkpoint = await target.store.checkpoint(target.copy);
    const documents = (ids: readonly string[]) => target.store.getMany(target.copy, ids);
    const isEmpty = checkpoint === null;
    const folding = view.open(checkpoint?.state?.value ?? null, { ...resources, documents, isEmpty });
    return new ProjectionRunner(view, target, folding, checkpoint);
  }

  /** Everything up to here is durable in the read store. */
  get written(): Place {
    return this.durable;
  }

  /** Folds the events it does not have yet. A poison event, or one of `newer` that it would fold, stops only this runner. */
  async feed(events: readonly RecordedEvent[], lastOrdinal: Ordinal, newer: readonly RecordedEvent[]): Promise<void> {
    const first = newer.find(({ type }) => this.folding.handles(type));
    if (first === undefined) return this.take(events, lastOrdinal);
    const at = events.indexOf(first);
    await this.take(events.slice(0, at), lastOrdinal - events.length + at);
    this.stopAt(first);
  }

  /** Stops at an event that this version of Guildhall cannot read. */
  stopAt(event: RecordedEvent): void {
    if (this.error !== null || !this.isBehind(event)) return;
    this.error = unreadable(event)?.metBy(`projection ${this.view.name}`).message ?? null;
  }

  /** Folded further than written. */
  get hasNews(): boolean {
    return this.place.ordinal > this.durable.ordinal;
  }

  /** There are documents or a state to write, not only a later place. */
  get hasContent(): boolean {
    return this.hasNews && (this.folding.waiting > 0 || this.error !== null || this.isStateDue());
  }

  get isDue(): boolean {
    const waiting = this.place.ordinal - this.durable.ordinal;
    return this.folding.waiting >= bulkDocuments || waiting >= bulkEvents || (this.error !== null && waiting > 0);
  }

  isFull(pace: Pace): boolean {
    if (this.folding.waiting > mostDocumentsWaiting) return true;
    return pace === 'live' && this.place.ordinal - this.durable.ordinal > mostLiveEventsWaiting;
  }

  /** What waits to be written, until `confirm` says that it is; null: nothing. `final`: with the state, for the next start. */
  contribute(options: { final: boolean }): Contribution | null {
    const stateIsOld = this.folding.memory !== undefined && this.statePlace.ordinal < this.place.ordinal;
    const savesState = options.final && this.error === null && stateIsOld && !this.isRepeating();
    const { position, ordinal } = this.place;
    if (position === null || !(this.hasNews || savesState)) return null;
    const { copy, logId } = this.target;
    const changes = this.folding.take().map((change) => ({ collection: copy, ...change }));
    const value = savesState || this.isStateDue() ? this.folding.memory?.save() : undefined;
    return {
      upserts: changes.filter((change) => 'document' in change),
      deletes: changes.filter((change) => 'id' in change),
      checkpoint: { position, ordinal, logId, ...(value && { state: { position, ordinal, value } }) },
    };
  }

  /** Makes durable what the documents of the contribution refer to. */
  settle(): Promise<void> {
    return this.folding.settle?.() ?? Promise.resolve();
  }

  confirm({ checkpoint: { position, ordinal, state } }: Contribution): void {
    this.durable = { position, ordinal };
    if (state !== undefined) this.statePlace = this.durable;
    this.folding.written?.();
  }

  private async take(events: readonly RecordedEvent[], lastOrdinal: Ordinal): Promise<void> {
    if (this.error !== null) return;
    const fresh = this.fresh(events);
    if (fresh.length === 0) return;
    const loading = this.folding.prepare?.(fresh);
    if (loading !== undefined) await loading;
    this.fold(fresh, lastOrdinal - fresh.length);
    if (!this.hasNews) this.dropRepeated();
  }

  private fresh(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
    const first = events[0];
    if (first === undefined || this.isBehind(first)) return events;
    return events.filter((event) => this.isBehind(event));
  }

  private isBehind(event: RecordedEvent): boolean {
    return this.place.position === null || event.position > this.place.position;
  }

  private fold(events: readonly RecordedEvent[], ordinalBefore: Ordinal): void {
    let folded = 0;
    for (const event of events) {
      if (this.folding.handles(event.type)) {
        try {
          this.folding.fold(event, ordinalBefore + folded + 1);
        } catch (error) {
          this.error = `${event.type} at position ${event.position} of ${event.stream}: ${messageOf(error)}`;
          break;
        }
      }
      folded += 1;
    }
    const last = events[folded - 1];
    if (last !== undefined) this.place = { position: last.position, ordinal: ordinalBefore + folded };
  }

  private isRepeating(): boolean {
    return this.place.ordinal < this.durable.ordinal;
  }

  private isStateDue(): boolean {
    const { memory } = this.folding;
    if (memory === undefined) return false;
    const worthIt = Math.max(stateEvents, stateEventsPerEntry * memory.size);
    return this.place.ordinal - this.statePlace.ordinal >= Math.min(worthIt, mostStateEvents);
  }

  /** Events between the saved state and the checkpoint bring the memory up to date; their documents are durable. */
  private dropRepeated(): void {
    this.folding.take();
    this.folding.written?.();
  }
}

const placeOf = (at: { position: Position; ordinal: Ordinal } | null): Place =>
  at === null ? { position: null, ordinal: 0 } : { position: at.position, ordinal: at.ordinal };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
