import type { Faults } from './faults.js';
import type { WireLog } from './log/wire-log.js';

/** Calls of each kind that reached the server. */
export interface Counts {
  connections: number;
  batchStreams: number;
  batchAppends: number;
  unaryAppends: number;
  /** Appends of both kinds that named neither "no stream" nor an exact revision. */
  appendsWithoutRevision: number;
  reads: number;
  subscriptions: number;
}

/** The shared state of the calls of one running server. */
export interface ServerContext {
  log: WireLog;
  faults: Faults;
  counts: Counts;
  /** A live subscription with more unread events than this is dropped. */
  slowConsumerLimit: number;
  /** The server's clock minus this machine's, in milliseconds. */
  clockOffsetMs: number;
  /** Calls with other credentials than these, as `user:password`, are denied; null: no check. */
  credentials: string | null;
  /** Nobody may read `$all`. */
  hidesAll: boolean;
}
