import type { BlobStore } from '@guildhall/blob-store';
import type { EventStore } from '@guildhall/event-store';
import type { Leases } from '@guildhall/leases';
import type { ReadStore } from '@guildhall/read-store';
import type { EngineTimes } from '../engine/engine-times.js';
import type { LeaseTimes } from '../engine/lease-keeper.js';

/** What the projector works on: it only reads the log, and opens the read model again whenever that was lost. */
export interface ProjectorStores {
  log: EventStore;
  blobs: BlobStore;
  leases: Leases;
  leaseTimes: LeaseTimes;
  engineTimes: EngineTimes;
  openReads: () => Promise<ReadStore>;
  /** A read store of its own for a copy that is only compared; `remove` deletes it. */
  openScratch: () => Promise<{ reads: ReadStore; remove: () => Promise<void> }>;
  close: () => Promise<void>;
}
