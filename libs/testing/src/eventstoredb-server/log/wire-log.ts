import type { EmbeddedEventStore } from '@guildhall/event-store';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Faults } from '../faults.js';
import { RecentRecords } from './recent-records.js';
import { numberOf, positionOf, type RecordFormat, type WireEvent, type WireRecord } from './record.js';

/** A number is the exact revision of the stream's last event. */
export type Expectation = 'any' | 'exists' | 'none' | number;

export type Outcome =
  /** `number` of the last record; 0: there was nothing to store. */
  | { kind: 'done'; revision: number; number: number }
  /** -1: there is no such stream. */
  | { kind: 'wrong'; actual: number }
  | { kind: 'deleted' | 'too large' | 'timeout' | 'failed' };

export interface WireLogOptions {
  /** A retry that meets its original in flight is answered after this time, in milliseconds. */
  inFlightMs: number;
  /** Number of appends between two events of the system's own; 0: only the one of a new log. */
  systemEventEvery: number;
}

interface StreamState {
  name: string;
  /** Revision of the last event accepted, also when it is not durable yet; -1: none. */
  last: number;
  truncateBefore: number;
  isTombstoned: boolean;
  inFlight: Set<string>;
  /** Resolves when everything delayed is stored. */
  tail: Promise<unknown> | null;
}

export const appendLimit = 1_048_576;
const rememberedIds = 500_000;
const recentRecords = 2_000;
const deletedType = '$streamDeleted';

/** Streams as a node keeps them, in the embedded log: one record is one event there, in the stream of the same name. */
export class WireLog {
  head = 0;
  private readonly states = new Map<string, Promise<StreamState>>();
  private readonly listeners = new Set<() => void>();
  private readonly recent = new RecentRecords(recentRecords);
  /** Revisions of ids, for appends without an exact revision. In memory only: a restart forgets them. */
  private readonly known = new Map<string, number>();
  private appends = 0;

  constructor(
    private readonly store: EmbeddedEventStore,
    private readonly format: RecordFormat,
    private readonly faults: Faults,
    private readonly options: WireLogOptions,
  ) {}

  async open(): Promise<void> {
    this.head = (await this.store.head()).ordinal ?? 0;
    if (this.head === 0) await this.append('$$$scavenges', [metadataEvent({ $maxCount: 1 })], 'any');
  }

  async append(stream: string, events: readonly WireEvent[], expectation: Expectation): Promise<Outcome> {
    const state = await this.state(stream);
    const [first] = events;
    const isDeleted = state.last >= 0 && state.truncateBefore > state.last;
    if (state.isTombstoned || (expectation === 'exists' && isDeleted)) return { kind: 'deleted' };
    if (events.reduce((size, { data }) => size + data.length, 0) > appendLimit) return { kind: 'too large' };
    if (first !== undefined && state.inFlight.has(first.id)) {
      await wait(this.options.inFlightMs, undefined, { ref: false });
      return { kind: 'timeout' };
    }
    const expected = this.expected(state, first?.id, expectation);
    const isBehind = expected !== state.last;
    if (isBehind) {
      const repeat = await this.repeat(state, expected, events);
      if (repeat !== null) return repeat;
      if (expectation !== 'none' || !isDeleted) return { kind: 'wrong', actual: state.last };
    }
    if (first === undefined) return { kind: 'done', revision: Math.max(0, state.last), number: 0 };
    const outcome = await this.write(state, events);
    if (isDeleted) await this.append(`$$${stream}`, [metadataEvent({ $tb: state.last })], 'any');
    return outcome;
  }

  /** Null: there is no such stream. A `Number.MAX_SAFE_INTEGER` revision is the end. */
  async read(
    stream: string,
    from: number,
    direction: 'forwards' | 'backwards',
    limit: number,
  ): Promise<WireRecord[] | 'deleted' | null> {
    const state = await this.state(stream);
    if (state.isTombstoned) return 'deleted';
    if (state.last < 0 || state.truncateBefore > state.last) return null;
    const after = direction === 'forwards' ? from - 1 : from + 1;
    const read = await this.store.readStream(stream, {
      direction,
      limit,
      ...(Number.isSafeInteger(after) ? { after } : {}),
    });
    return read.map((event) => this.format.record(event)).filter(({ revision }) => revision >= state.truncateBefore);
  }

  /** Records behind that number, in the order of the log. */
  async after(number: number, limit: number): Promise<WireRecord[]> {
    const recent = this.recent.after(number, this.head, limit);
    if (recent !== null) return recent;
    const { events } = await this.store.readAll({ ...(number === 0 ? {} : { after: positionOf(number) }), limit });
    const records = events.map((event) => this.format.record(event));
    this.recent.add(records);
    return records;
  }

  /** Resolves at the next commit, or when the signal aborts. */
  changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.listeners.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.listeners.add(done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }

  private expected(state: StreamState, firstId: string | undefined, expectation: Expectation): number {
    if (typeof expectation === 'number') return expectation;
    if (expectation === 'none') return -1;
    const known = firstId === undefined ? undefined : this.known.get(`${state.name}\n${firstId}`);
    if (known !== undefined) return known - 1;
    return expectation === 'exists' && state.last < 0 ? 0 : state.last;
  }

  /** The original answer when exactly these ids follow that revision. */
  private async repeat(state: StreamState, expected: number, events: readonly WireEvent[]): Promise<Outcome | null> {
    if (expected > state.last || events.length === 0) return null;
    const stored = await this.store.readStream(state.name, {
      direction: 'forwards',
      limit: events.length,
      ...(expected < 0 ? {} : { after: expected }),
    });
    const isSame = stored.length === events.length && stored.every(({ id }, index) => id === events[index]?.id);
    const last = stored.at(-1);
    return isSame && last !== undefined
      ? { kind: 'done', revision: last.revision, number: numberOf(last.position) }
      : null;
  }

  private async write(state: StreamState, events: readonly WireEvent[]): Promise<Outcome> {
    const base = state.last;
    state.last += events.length;
    for (const { id } of events) state.inFlight.add(id);
    const delay = this.faults.takeDelay('commit');
    const commit = async (): Promise<Outcome> => this.commit(state, events, base);
    let outcome: Promise<Outcome>;
    if (delay === 0 && state.tail === null) outcome = commit();
    else outcome = (state.tail ?? Promise.resolve()).then(() => wait(delay, undefined, { ref: false })).then(commit);
    if (delay > 0) state.tail = outcome;
    const result = await outcome;
    if (state.tail === outcome) state.tail = null;
    for (const { id } of events) state.inFlight.delete(id);
    return result;
  }

  private async commit(state: StreamState, events: readonly WireEvent[], base: number): Promise<Outcome> {
    try {
      const now = Date.now();
      const stored = events.map((event) => this.format.stored(event, now));
      const { revision, position } = await this.store.append(state.name, stored, base < 0 ? 'none' : base);
      events.forEach(({ id }, index) => this.known.set(`${state.name}\n${id}`, base + 1 + index));
      if (this.known.size > rememberedIds) this.known.clear();
      await this.noteSystemEvents(state, events);
      this.head = Math.max(this.head, numberOf(position));
      for (const listener of [...this.listeners]) listener();
      return { kind: 'done', revision, number: numberOf(position) };
    } catch {
      this.states.delete(state.name);
      return { kind: 'failed' };
    }
  }

  private async noteSystemEvents(state: StreamState, events: readonly WireEvent[]): Promise<void> {
    const last = events.at(-1);
    if (last?.type === deletedType) state.isTombstoned = true;
    if (state.name.startsWith('$$') && last !== undefined)
      (await this.state(state.name.slice(2))).truncateBefore = truncateBefore(last.data);
    const { systemEventEvery } = this.options;
    this.appends += 1;
    if (systemEventEvery > 0 && this.appends % systemEventEvery === 0)
      void this.append('$stats', [{ ...metadataEvent({}), type: '$statsCollected' }], 'any');
  }

  private state(stream: string): Promise<StreamState> {
    const known = this.states.get(stream);
    if (known !== undefined) return known;
    const loading = this.load(stream);
    this.states.set(stream, loading);
    return loading;
  }

  private async load(stream: string): Promise<StreamState> {
    const [last] = await this.store.readStream(stream, { direction: 'backwards', limit: 1 });
    const [metadata] = await this.store.readStream(`$$${stream}`, { direction: 'backwards', limit: 1 });
    return {
      name: stream,
      last: last?.revision ?? -1,
      isTombstoned: last?.type === deletedType,
      truncateBefore: metadata === undefined ? 0 : truncateBefore(this.format.record(metadata).data),
      inFlight: new Set(),
      tail: null,
    };
  }
}

const truncateBefore = (metadata: Buffer): number =>
  Number((JSON.parse(metadata.toString()) as { $tb?: number }).$tb ?? 0);

/** An event of the system's own that sets a stream's metadata. */
export const metadataEvent = (metadata: Record<string, unknown>): WireEvent => ({
  id: randomUUID(),
  type: '$metadata',
  contentType: 'application/json',
  data: Buffer.from(JSON.stringify(metadata)),
  metadata: Buffer.alloc(0),
});
export const tombstoneEvent = (): WireEvent => ({ ...metadataEvent({}), type: deletedType });
