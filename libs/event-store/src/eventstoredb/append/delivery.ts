import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable, WrongExpectedRevision } from '../../errors.js';
import type { Appended } from '../../port.js';
import { ClocksDiffer, NodeTimedOut, type AppendAnswer } from './append-answer.js';
import type { AppendRequest } from './append-request.js';
import type { BatchStream } from './batch-stream.js';
import { pauseBefore, type CallTimes } from '../connection/call-times.js';
import { CallTimedOut, sentenceOf } from '../connection/connection-trouble.js';
import type { Contact } from '../connection/contact.js';

type Final = Exclude<AppendAnswer, { kind: 'unknown' | 'not sent' }>;
type Open = Exclude<AppendAnswer, Final>;

const isFinal = (answer: AppendAnswer): answer is Final => answer.kind !== 'unknown' && answer.kind !== 'not sent';

interface TimedRequest extends AppendRequest {
  /** Time of the call, in milliseconds of `performance.now()`. */
  requestedAt: number;
}

/**
 * Delivers one append until its outcome is certain. Each try has the same ids at the same expected revision: whichever
 * the server accepts first, it answers the others alike. So a late answer to an early try is as good as any.
 */
export class Delivery {
  private firstTryAt = performance.now();
  private final: Final | null = null;
  private wake: (() => void) | null = null;
  private wasSent = false;

  constructor(
    private readonly request: TimedRequest,
    private readonly batch: BatchStream,
    private readonly contact: Contact,
    private readonly times: CallTimes,
    private readonly closing: AbortSignal,
  ) {}

  async run(): Promise<Appended> {
    if (this.closing.aborted) throw this.abandoned(new Error('it was closed'));
    if (this.contact.trouble !== null) await this.requireContact();
    for (let tries = 0; ; tries += 1) {
      const answer = await this.attempt();
      if (isFinal(answer)) return this.conclude(answer);
      this.contact.lost(answer.error);
      if (answer.kind === 'unknown') this.wasSent = true;
      if (this.isOver()) throw this.abandoned(answer.error);
      if (this.final === null) await this.pause(answer, tries);
      if (this.final !== null) return this.conclude(this.final);
      if (this.closing.aborted) throw this.abandoned(answer.error);
    }
  }

  /** Sending to a store known to be unavailable would only add one more unknown outcome. */
  private async requireContact(): Promise<void> {
    await this.contact.restored(this.times.unavailable);
    if (this.contact.trouble !== null) throw this.abandoned(new Error(this.contact.trouble));
    this.firstTryAt = performance.now();
  }

  private attempt(): Promise<AppendAnswer> {
    return new Promise((resolve) => {
      const { call } = this.times;
      const sentAt = performance.now();
      const timer = setTimeout(() => conclude({ kind: 'unknown', error: new CallTimedOut(call) }), call);
      const conclude = (answer: AppendAnswer): void => {
        clearTimeout(timer);
        this.closing.removeEventListener('abort', closed);
        resolve(answer);
      };
      const closed = (): void => conclude({ kind: 'unknown', error: new Error('the event store was closed') });
      this.closing.addEventListener('abort', closed);
      this.wake = () => this.final !== null && conclude(this.final);
      this.batch.send(this.request, (answer) => {
        if (isFinal(answer)) {
          this.final ??= answer;
          this.wake?.();
        } else conclude(explained(answer, performance.now() - sentAt));
      });
    });
  }

  private conclude(answer: Final): Appended {
    this.contact.made();
    const { stream, expected } = this.request;
    if (answer.kind === 'done') return answer.appended;
    if (answer.kind === 'wrong') throw new WrongExpectedRevision(stream, expected, answer.actual);
    throw new StoreUnavailable(`nothing was stored in ${stream}: ${answer.sentence}`);
  }

  private isOver(): boolean {
    const { giveUp, unavailable } = this.times;
    const now = performance.now();
    if (this.closing.aborted) return true;
    return this.wasSent ? now - this.firstTryAt >= giveUp : now - this.request.requestedAt >= unavailable;
  }

  /** The server drops a retry that meets its original in flight, so after a timeout it waits until that is over. */
  private async pause(answer: Open, tries: number): Promise<void> {
    const { retryAfter } = this.times;
    const ms =
      answer.error instanceof CallTimedOut
        ? Math.max(0, this.firstTryAt + retryAfter - performance.now())
        : pauseBefore(tries, this.times);
    const early = new AbortController();
    this.wake = () => early.abort();
    await wait(ms, undefined, { signal: AbortSignal.any([early.signal, this.closing]) }).catch(() => undefined);
  }

  private abandoned(error: unknown): StoreUnavailable {
    const { stream } = this.request;
    const why = sentenceOf(error);
    const sentence = this.wasSent
      ? `whether the append to ${stream} was stored is unknown: the event store did not confirm it (${why})`
      : `nothing was stored in ${stream}: the event store is unavailable (${why})`;
    return new StoreUnavailable(sentence, { cause: error });
  }
}

/** Less than a node waits before it gives up, in milliseconds. */
const atOnceMs = 1_000;

const explained = (answer: Open, afterMs: number): Open =>
  answer.error instanceof NodeTimedOut && afterMs < atOnceMs ? { ...answer, error: new ClocksDiffer() } : answer;
