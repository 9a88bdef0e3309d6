import { setTimeout as delay } from 'node:timers/promises';
import { isGone } from './holder.js';
import type { Lease, Leases } from './port.js';

export interface WaitTimes {
  /** Milliseconds between two questions to the store while another process holds the lease. */
  askMs: number;
  /** Milliseconds between two looks whether a holder on this machine still runs; they do not ask the store. */
  lookMs: number;
}

/**
 * The lease as it is after one question: the caller's if it was free, otherwise that of its living holder. Null: it
 * changed hands meanwhile. A dead holder of this machine is not waited for.
 */
export const askFor = async (leases: Leases, name: string, holder: string, ttlMs: number): Promise<Lease | null> => {
  const current = await leases.current(name);
  if (current !== null && current.holder !== holder) {
    if (!isGone(current.holder)) return current;
    await leases.release(current);
  }
  return leases.acquire(name, holder, ttlMs);
};

/** Waits until the next question is due: earlier if the lease runs out or its holder is seen to be gone. */
export const untilDue = async (
  lease: Lease | null,
  { askMs, lookMs }: WaitTimes,
  signal: AbortSignal,
): Promise<void> => {
  const due = performance.now() + Math.min(askMs, (lease?.remainingMs ?? askMs) + 1);
  while (!signal.aborted && !(lease !== null && isGone(lease.holder))) {
    const leftMs = due - performance.now();
    if (leftMs <= 0) return;
    await delay(Math.min(lookMs, leftMs), undefined, { signal }).catch(() => undefined);
  }
};
