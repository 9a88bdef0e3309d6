import type { BlobStore } from '@guildhall/blob-store';
import type { ChainRecord, EventStore, StoreHealth } from '@guildhall/event-store';
import type { Heartbeats, Leases } from '@guildhall/leases';
import type { ReadStore, ViewDirectory } from '@guildhall/read-store';
import type { Vault } from '@guildhall/vault';
import type { TimeSource } from '../clock/clock.js';

/** All stores of one installation. */
export interface Stores {
  events: EventStore & { health(): StoreHealth };
  reads: ReadStore;
  views: ViewDirectory;
  /** Where platforms agree on who runs the reactors; null: there is only this one. */
  reactorLeases: { store: Leases; holder: string } | null;
  heartbeats: Heartbeats;
  blobs: BlobStore;
  vault: Vault;
  /** Where the chain of a log is kept that has none of its own; null: the log has one. */
  auditRecord: ChainRecord | null;
  /** The stores' own time, which all platforms share; null: this machine's. */
  time: TimeSource | null;
  close(): Promise<void>;
}
