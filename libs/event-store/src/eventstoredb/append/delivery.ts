import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable, WrongExpectedRevision } from '../../errors.js';
import type { Appended } from '../../port.js';
import type { AppendAnswer } from './append-answer.js';
import type { AppendRequest } from './append-request.js';
import type { BatchStream } from './batch-stream.js';
import { pauseBefore, type CallTimes } from '../connection/call-times.js';
import { CallTimedOut, sentenceOf } from '../connection/connection-trouble.js';
import type { Contact } from '../connection/contact.js';

type Final = Exclude<AppendAnswer, { kind: 'unknown' | 'not sent' }>;
type Open = Exclude<AppendAnswer, Final>;

const isFinal = (answer: AppendAnswer): answer is Final => answer.kind !== 'unknown' && answer.kind !== 'not sent';

interface AskedAppend extends AppendRequest {
  /** When the caller asked, in milliseconds of `performance.now()`. */
  askedAt: number;
}

/**
 * One append until its outcome is certain. What is sent again has the same ids at the same expected revision: whichever
 * copy the server takes first, the others are answered as it was. So a late answer to an early try is as good as any.
 */
export class Delivery {
  private begun = performance.now();
  private final: Final | null = null;
  private wake: (() => void) | null = null;
  private wasSent = false;

  constructor(
    private readonly request: AskedAppend,
    private readonly batch: BatchStream,
    private readonly contact: Contact,
    private readonly times: CallTimes,
    private readonly closing: AbortSignal,
  ) {}

  async run(): Promise<Appended> {
    if (this.closing.aborted) throw this.gaveUp(new Error('it was closed'));
    if (this.contact.trouble !== null) await this.requireContact();
    for (let tries = 0; ; tries += 1) {
      const answer = await this.attempt();
      if (isFinal(answer)) return this.conclude(answer);
      this.contact.lost(answer.error);
      if (answer.kind === 'unknown') this.wasSent = true;
      if (this.isOver()) throw this.gaveUp(answer.error);
      if (this.final === null) await this.pause(answer, tries);
      if (this.final !== null) return this.conclude(this.final);
      if (this.closing.aborted) throw this.gaveUp(answer.error);
    }
  }

  /** What would be sent to a store known to be away would only become one more unknown outcome. */
  private async requireContact(): Promise<void> {
    await this.contact.back(this.times.unavailable);
    if (this.contact.trouble !== null) throw this.gaveUp(new Error(this.contact.trouble));
    this.begun = performance.now();
  }

  private attempt(): Promise<AppendAnswer> {
    return new Promise((resolve) => {
      const { call } = this.times;
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
        } else conclude(answer);
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
    return this.wasSent ? now - this.begun >= giveUp : now - this.request.askedAt >= unavailable;
  }

  /** A retry that meets its original in flight would be dropped: after a timer it waits for that to be over. */
  private async pause(answer: Open, tries: number): Promise<void> {
    const { retryAfter } = this.times;
    const ms =
      answer.error instanceof CallTimedOut
        ? Math.max(0, this.begun + retryAfter - performance.now())
        : pauseBefore(tries, this.times);
    const early = new AbortController();
    this.wake = () => early.abort();
    await wait(ms, undefined, { signal: AbortSignal.any([early.signal, this.closing]) }).catch(() => undefined);
  }

  private gaveUp(error: unknown): StoreUnavailable {
    const { stream } = this.request;
    const why = sentenceOf(error);
    const sentence = this.wasSent
      ? `whether the append to ${stream} was stored is unknown: the event store did not say (${why})`
      : `nothing was stored in ${stream}: the event store is away (${why})`;
    return new StoreUnavailable(sentence, { cause: error });
  }
}
