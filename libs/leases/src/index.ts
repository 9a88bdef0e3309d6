export * from './port.js';
export { isGone, currentHolderId } from './holder.js';
export { askFor, untilDue, type WaitTimes } from './candidate.js';
export { openEmbeddedLeases, type EmbeddedLeasesOptions } from './embedded/embedded-leases.js';
export { openEmbeddedHeartbeats, type EmbeddedHeartbeatsOptions } from './embedded/embedded-heartbeats.js';
export { machineClock, type MachineClock } from './embedded/machine-clock.js';
