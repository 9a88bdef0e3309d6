import type { JsonObject } from '@guildhall/contracts';

/** `token` grows with every new holder; stores use it to refuse the writes of an old one. */
export interface Lease {
  name: string;
  holder: string;
  token: number;
  /** Milliseconds from now, by the store's clock. */
  remainingMs: number;
}

/** Named leases: at most one holder at a time. Time is the store's, never the caller's. */
export interface Leases {
  /** Null while another holder has the lease. Renews the caller's own lease, with the same token. */
  acquire(name: string, holder: string, ttlMs: number): Promise<Lease | null>;
  /** False: the lease was lost. */
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  current(name: string): Promise<Lease | null>;
  close(): Promise<void>;
}

export interface Beat {
  key: string;
  incarnation: number;
  /** Milliseconds from this heartbeat until the agent expires. */
  ttlMs: number;
  telemetry: JsonObject;
}
export interface BeatState {
  key: string;
  incarnation: number;
  telemetry: JsonObject;
  /** Milliseconds since the last heartbeat, by the store's clock. */
  ageMs: number;
  expired: boolean;
}

/**
 * The last heartbeat of each agent: telemetry, not history. After opening, no agent counts as expired until one full lease
 * has passed, so that a restart of the platform turns no agent offline.
 */
export interface Heartbeats {
  beat(beat: Beat): Promise<void>;
  get(key: string): Promise<BeatState | null>;
  /** Agents whose lease has expired; each is reported until its next heartbeat or until it is forgotten. */
  expired(limit: number): Promise<BeatState[]>;
  forget(key: string): Promise<void>;
  close(): Promise<void>;
}
