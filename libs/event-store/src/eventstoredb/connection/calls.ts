import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable } from '../../errors.js';
import { pauseBefore, type CallTimes } from './call-times.js';
import { CallTimedOut, isConnectionTrouble, isTimeout, refusedUser, sentenceOf } from './connection-trouble.js';
import type { Contact } from './contact.js';
import type { ClientEvent, ClientRead } from '../reading/recorded-event.js';

/**
 * All events of a read. Each event restarts the timer, because the client gives reads no deadline. Always drains the
 * read, because the client hangs when it closes with unread events.
 */
export const collected = (open: () => ClientRead, silenceMs: number): Promise<ClientEvent[]> =>
  new Promise((resolve, reject) => {
    const read = open();
    const events: ClientEvent[] = [];
    const timer = setTimeout(() => {
      read.cancel().catch(() => undefined);
      read.resume();
      reject(new CallTimedOut(silenceMs));
    }, silenceMs);
    read.on('data', ({ event }) => {
      if (event !== undefined) events.push(event);
      timer.refresh();
    });
    read.once('end', () => {
      clearTimeout(timer);
      resolve(events);
    });
    read.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });

/** Retries an unavailable store for a short while, then throws `StoreUnavailable`. */
export class Calls {
  constructor(
    private readonly contact: Contact,
    private readonly times: CallTimes,
    private readonly closing: AbortSignal,
  ) {}

  async read(open: () => ClientRead): Promise<ClientEvent[]> {
    const startedAt = performance.now();
    for (let tries = 0; ; tries += 1) {
      if (this.closing.aborted) throw new StoreUnavailable('the event store is closed');
      try {
        const events = await collected(open, this.times.call);
        this.contact.made();
        return events;
      } catch (error) {
        await this.pauseOrThrow(error, performance.now() - startedAt, tries);
      }
    }
  }

  /** Waits before the next try, or throws if there is none. */
  private async pauseOrThrow(error: unknown, elapsedMs: number, tries: number): Promise<void> {
    const refused = refusedUser(error, 'the event store');
    if (refused !== null) throw new StoreUnavailable(refused, { cause: error });
    const isTransient = isConnectionTrouble(error) || isTimeout(error);
    if (!isTransient) throw error;
    this.contact.lost(error);
    if (elapsedMs >= this.times.unavailable)
      throw new StoreUnavailable(`the event store is unavailable (${sentenceOf(error)})`, { cause: error });
    await wait(pauseBefore(tries, this.times), undefined, { signal: this.closing }).catch(() => undefined);
  }
}
