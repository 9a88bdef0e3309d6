import type { JsonObject } from '@guildhall/contracts';

/** `token` grows with every new holder: the fence that an old holder cannot pass. */
export interface Lease {
  name: string;
  holder: string;
  token: number;
  /** From now, in milliseconds of the store's clock. */
  remainingMs: number;
}

/** Named leases: at most one holder at a time. Time is the store's, never the caller's. */
export interface Leases {
  /** Null while another holder's lease lasts. The same holder gets its own lease renewed, with the same token. */
  acquire(name: string, holder: string, ttlMs: number): Promise<Lease | null>;
  /** False: it was lost. */
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  current(name: string): Promise<Lease | null>;
  close(): Promise<void>;
}

export interface Beat {
  key: string;
  incarnation: number;
  /** Lease of the agent, renewed by every beat. */
  ttlMs: number;
  telemetry: JsonObject;
}
export interface BeatState {
  key: string;
  incarnation: number;
  telemetry: JsonObject;
  /** Since the last beat, by the store's clock. */
  ageMs: number;
  expired: boolean;
}

/**
 * Last sign of life per agent: telemetry, not history. After `open` nothing counts as expired before one full lease
 * has passed, so that a restart of the platform turns nobody offline.
 */
export interface Heartbeats {
  beat(beat: Beat): Promise<void>;
  get(key: string): Promise<BeatState | null>;
  /** Keys whose lease has run out, each reported until it beats again or is forgotten. */
  expired(limit: number): Promise<BeatState[]>;
  forget(key: string): Promise<void>;
  close(): Promise<void>;
}
