import type { NewEvent, RecordedEvent } from '@guildhall/contracts';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LogUnreadable, StoreUnavailable } from '../errors.js';
import type {
  AllPage,
  AllRead,
  Appended,
  EventStore,
  ExpectedRevision,
  Head,
  StoreHealth,
  StreamRead,
  Subscription,
  SubscriptionItem,
} from '../port.js';
import { CommitSignal } from './reading/commit-signal.js';
import { follow } from './reading/follow.js';
import { isUnreadable } from './chain/chain-verifier.js';
import { Integrity } from './chain/integrity.js';
import { LogReader } from './reading/log-reader.js';
import { LogWriter } from './writing/log-writer.js';
import { createLog } from './create-log.js';
import { logFile } from './schema.js';
import { WriterLock } from './writing/writer-lock.js';
import type { CrashStep } from './writing/writer-protocol.js';
import { openLog } from './open-log.js';

export interface EmbeddedEventStoreOptions {
  /** Folder of the log; created if missing. */
  directory: string;
  /** `reader` follows the log of another process: it waits for that log to appear and refuses appends. */
  role?: 'writer' | 'reader';
  /** Milliseconds that a reader waits for the log before it throws `StoreUnavailable`. */
  waitMs?: number;
  /** The current instant (ISO-8601), noted beside the lock. */
  now?: () => string;
  /** The log was put back from a backup on purpose: it may end before the place where the last run left it. */
  isRestored?: boolean;
  /** Called once when the log is found damaged. */
  onDamage?: (sentence: string) => void;
  /** Only for tests. */
  faults?: { crashAt?: CrashStep; maxPages?: number };
}
export type EmbeddedEventStore = EventStore & { health(): StoreHealth };

const pollForLogMs = 20;
const defaultWaitMs = 120_000;

/** Opens the log in a SQLite file. One process writes, any number follow. Throws `SecondWriter`, `LogNotAsLeft`, `LogUnreadable`. */
export const openEmbeddedEventStore = async (options: EmbeddedEventStoreOptions): Promise<EmbeddedEventStore> => {
  const file = join(options.directory, logFile);
  return options.role === 'reader' ? openReader(file, options.waitMs ?? defaultWaitMs) : openWriter(file, options);
};

const openReader = async (file: string, waitMs: number): Promise<EmbeddedEventStore> => {
  const deadline = performance.now() + waitMs;
  while (!isReady(file)) {
    if (performance.now() > deadline)
      throw new StoreUnavailable(`there is no event log at ${file}: start the platform, which creates it`);
    await delay(pollForLogMs);
  }
  const reader = new LogReader(file);
  return new SqliteEventStore(reader, new CommitSignal(() => reader.dataVersion()), null);
};

/** The file may exist before its tables do. */
const isReady = (file: string): boolean => {
  if (!existsSync(file)) return false;
  try {
    const db = openLog(file, { readOnly: true });
    const row = db.prepare("SELECT value FROM meta WHERE name = 'log id'").get();
    db.close();
    return row !== undefined;
  } catch {
    return false;
  }
};

const openWriter = async (file: string, options: EmbeddedEventStoreOptions): Promise<EmbeddedEventStore> => {
  const { directory, now = () => new Date().toISOString(), onDamage = () => undefined, faults = {} } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = WriterLock.acquire(directory, now);
  try {
    createLog(file);
    const integrity = new Integrity(directory, file, onDamage);
    integrity.start(options.isRestored ?? false);
    const signal = new CommitSignal(null);
    const writer = await LogWriter.open({ file, ...faults }, () => signal.commit());
    return new SqliteEventStore(new LogReader(file), signal, { writer, integrity, lock });
  } catch (error) {
    lock.release();
    throw isUnreadable(error) ? new LogUnreadable(file, { cause: error }) : error;
  }
};

interface WriterSide {
  writer: LogWriter;
  integrity: Integrity;
  lock: WriterLock;
}

class SqliteEventStore implements EmbeddedEventStore {
  readonly logId: string;
  private isClosed = false;

  constructor(
    private readonly reader: LogReader,
    private readonly signal: CommitSignal,
    private readonly side: WriterSide | null,
  ) {
    this.logId = reader.logId;
  }

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    if (this.side === null) throw new StoreUnavailable('this process only reads the event log');
    this.side.integrity.requireIntact();
    return this.side.writer.append(stream, events, expected);
  }

  readStream(stream: string, read: StreamRead): Promise<RecordedEvent[]> {
    return promised(() => this.reader.readStream(stream, read));
  }

  readAll(read: AllRead): Promise<AllPage> {
    return promised(() => this.reader.readAll(read));
  }

  head(): Promise<Head> {
    return promised(() => this.reader.head());
  }

  subscribeAll(subscription: Subscription): AsyncIterable<SubscriptionItem> {
    return follow(this.reader, this.signal, subscription);
  }

  health(): StoreHealth {
    return this.side?.integrity.health() ?? { writable: false, damage: null, verifiedTo: null };
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.side?.writer.close();
    this.side?.integrity.close();
    this.signal.commit();
    this.reader.close();
    this.side?.lock.release();
  }
}

/** Turns a synchronous read into a promise, so that errors reject. */
const promised = async <T>(read: () => T): Promise<T> => read();
