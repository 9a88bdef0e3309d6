import { setTimeout as delay } from 'node:timers/promises';
import type { CachedStream } from '../cached-stream.js';

/** Another process counts as writing to a stream for this time after it was seen. */
const contestedMs = 1_000;
/** Appends after which a writer that has seen no other one lets another one come first, if there is any. */
const longestRow = 8;
const longestRoomMs = 25;

/**
 * Whoever lost has to read before it can append; without room for that, the process that won would win again and again.
 * So a writer that has company waits for the time of an append after each of its own.
 */
export class WriterTurns {
  private inARow = 0;

  async afterAppend(stream: CachedStream<unknown>, tookMs: number): Promise<void> {
    this.inARow += 1;
    const hasCompany = performance.now() - stream.contestedAt < contestedMs;
    if (!hasCompany && this.inARow < longestRow) return;
    this.inARow = 0;
    await delay(Math.min(tookMs, longestRoomMs));
  }
}
