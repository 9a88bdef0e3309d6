import type { BlobStore } from '@guildhall/blob-store';
import type { EventStore } from '@guildhall/event-store';
import { LeaseLost, ReadStoreDamaged, ReadStoreReplaced, type ReadStore } from '@guildhall/read-store';
import type { Logger } from 'pino';
import { engineTimes, realPause, type EngineTimes, type Pause } from './engine-times.js';
import type { LeaseKeeper } from './lease-keeper.js';
import { LeaseTaken, ReadModelLost, Session, type SessionParts } from './session.js';
import { StatusBoard } from './status-board.js';
import type { View } from './view/view.js';

export interface EngineParts {
  log: EventStore;
  blobs: BlobStore;
  leases: LeaseKeeper;
  views: readonly View[];
  openReads: () => Promise<ReadStore>;
  logger: Logger;
  /** Default: those of the embedded mode. */
  times?: EngineTimes;
  /** Default: by the clock. */
  pause?: Pause;
}

const firstPauseMs = 100;
const longestPauseMs = 5_000;

/** Keeps the projections of this process going, whatever happens to leases and read model, until it is stopped. */
export class Engine {
  readonly board = new StatusBoard();

  constructor(private readonly parts: EngineParts) {}

  /** Resolves after the signal, when everything is written and the leases are free. */
  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    try {
      while (!signal.aborted) {
        const startedAt = performance.now();
        const error = await this.session(signal);
        if (error === null) continue;
        if (performance.now() - startedAt > longestPauseMs) failures = 0;
        failures += 1;
        await this.recover(error, failures, signal);
      }
    } finally {
      await this.parts.leases.release();
    }
  }

  private async session(signal: AbortSignal): Promise<unknown> {
    const { leases, openReads, logger } = this.parts;
    let reads: ReadStore | null = null;
    try {
      await leases.acquire(signal, (holder) => {
        this.board.standbyFor = holder;
        logger.info({ holder }, 'another projector is active; waiting for its lease');
      });
      this.board.standbyFor = null;
      if (signal.aborted) return null;
      reads = await openReads();
      await Session.run(this.sessionParts(reads), signal);
      return null;
    } catch (error) {
      return error ?? new Error('the session failed');
    } finally {
      await reads?.close().catch(() => undefined);
    }
  }

  private sessionParts(reads: ReadStore): SessionParts {
    const { log, blobs, leases, views, logger, times = engineTimes.embedded, pause = realPause } = this.parts;
    return { stores: { log, reads, blobs }, leases, board: this.board, views, logger, times, pause };
  }

  /** The next session opens the read model again and builds what is missing. */
  private async recover(error: unknown, failures: number, signal: AbortSignal): Promise<void> {
    const { logger, leases, pause = realPause } = this.parts;
    if (error instanceof LeaseTaken || error instanceof LeaseLost) {
      logger.warn({ err: error }, 'a lease was lost');
      await leases.release();
    } else if (
      error instanceof ReadModelLost ||
      error instanceof ReadStoreReplaced ||
      error instanceof ReadStoreDamaged
    ) {
      logger.warn({ err: error }, 'the read model was lost; building it again');
    } else {
      logger.error({ err: error }, 'a store failed; trying again');
    }
    await pause(Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1)), signal);
  }
}
