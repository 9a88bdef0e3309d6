import type { BlobStore } from '@guildhall/blob-store';
import type { EventStore, StoreHealth } from '@guildhall/event-store';
import type { Heartbeats, Leases } from '@guildhall/leases';
import type { ReadStore, ViewDirectory } from '@guildhall/read-store';
import type { Vault } from '@guildhall/vault';

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
  close(): Promise<void>;
}
