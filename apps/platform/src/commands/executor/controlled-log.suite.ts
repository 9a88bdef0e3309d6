import { GuildhallError, type NewEvent, type RecordedEvent } from '@guildhall/contracts';
import {
  WrongExpectedRevision,
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type StreamRead,
} from '@guildhall/event-store';
import type { CommandMeta } from '../command-meta.js';
import { newId } from '../ids.js';
import { StreamCache } from './stream-cache.js';
import type { CommandOutcome, StreamExecutor } from './stream-executor.js';
import type { StreamType } from './stream-type.js';

const nameIn = ({ data }: NewEvent): string => (data as { name: string }).name;

/** A log in memory whose appends wait until the test lets them through, or fails them. */
export class ControlledLog {
  readonly events: RecordedEvent[] = [];
  readonly waiting: { commit: () => void; fail: (error: Error) => void }[] = [];
  /** The names in each append that was asked for. */
  readonly sent: string[][] = [];
  /** After which revision each read of a stream began. */
  readonly reads: number[] = [];
  automatic = true;

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    this.sent.push(events.map(nameIn));
    return new Promise((resolve, reject) => {
      const commit = (): void => {
        const last = this.events.filter((event) => event.stream === stream).length - 1;
        if ((expected === 'none' ? -1 : expected) !== last) {
          return reject(new WrongExpectedRevision(stream, expected, last === -1 ? 'none' : last));
        }
        this.add(stream, events, last);
        const position = this.events.at(-1)?.position ?? '';
        resolve({ revision: last + events.length, position });
      };
      this.waiting.push({ commit, fail: reject });
      if (this.automatic) this.release();
    });
  }

  /** As another process would, right after what is stored. */
  addByOther(name: string, stored = 1): void {
    const [example] = this.events;
    if (example === undefined) throw new Error('nothing was stored');
    const last = this.events.filter((event) => event.stream === stream).length - 1;
    const data = { org: 'default', name, previous: '' };
    this.add(
      stream,
      Array.from({ length: stored }, () => ({ ...example, id: newId(), data })),
      last,
    );
  }

  get names(): string[] {
    return this.events.map(nameIn);
  }

  add(stream: string, events: readonly NewEvent[], last: number): void {
    for (const [index, event] of events.entries()) {
      this.events.push({
        ...event,
        stream,
        revision: last + 1 + index,
        position: String(this.events.length + 1).padStart(16, '0'),
      });
    }
  }

  release(error?: Error): void {
    const next = this.waiting.shift();
    if (error === undefined) next?.commit();
    else next?.fail(error);
  }

  readStream(stream: string, { after = -1, limit }: StreamRead): Promise<RecordedEvent[]> {
    this.reads.push(after);
    return Promise.resolve(
      this.events.filter((event) => event.stream === stream && event.revision > after).slice(0, limit),
    );
  }
}

export interface Counter {
  value: number;
}
/** `limit`: the sum that is not passed. */
export interface Add {
  type: 'add';
  by: number;
  limit: number;
  note: string;
}

export const counter: StreamType<Counter, Add> = {
  nameOf: (id) => id,
  decider: {
    decide: ({ value }, { by, limit, note }) => {
      if (by < 0) throw new GuildhallError('WORKSPACE_CYCLE');
      if (value + by > limit) throw new GuildhallError('WORKSPACE_TOO_DEEP', { limit });
      if (by === 0) return [];
      return [{ type: 'OrganisationRenamed', data: { org: 'default', name: String(value + by), previous: note } }];
    },
    evolve: (state, event) => {
      state.value = Number((event.data as { name: string }).name);
      return state;
    },
    fork: (state) => ({ ...state }),
  },
  initial: () => ({ value: 0 }),
};

export const metaWith = (commandId: string): CommandMeta => ({
  actor: { kind: 'operator', id: 'operator' },
  org: 'default',
  commandId,
  correlationId: 'correlation',
  causationId: commandId,
  hop: 0,
  traceparent: null,
  now: '2026-11-23T10:00:00.000Z',
  fingerprint: '',
});

export const stream = 'organisation-default';

export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: Error) => (error instanceof GuildhallError ? error.code : error.name),
  );
export const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  const pending = Symbol('pending');
  const winner = await Promise.race([
    promise.catch(() => null),
    new Promise((resolve) => setImmediate(() => resolve(pending))),
  ]);
  return winner !== pending;
};

interface AddOptions {
  digest?: string;
  fresh?: boolean;
  limit?: number;
  note?: string;
}

export type Executor = new (store: EventStore, cache: StreamCache, now: () => number) => StreamExecutor;

export const setUp = (
  kind: Executor,
  log = new ControlledLog(),
  now: () => number = () => Date.parse('2026-11-23T10:00:00.000Z'),
) => {
  const store = log as unknown as EventStore;
  const cache = new StreamCache(store);
  const executor = new kind(store, cache, now);
  const add = (by: number, commandId = newId(), options: AddOptions = {}) => {
    const { digest = `add ${by}`, fresh = false, limit = 3, note = '' } = options;
    const command = { type: 'add', by, limit, note } as const;
    return executor.execute({ streamType: counter, stream, command, meta: metaWith(commandId), digest, fresh });
  };
  return { log, cache, executor, add };
};

export const revisionsOf = (outcomes: readonly CommandOutcome[]): number[] => outcomes.map(({ revision }) => revision);
