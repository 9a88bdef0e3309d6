import { GuildhallError } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { Injectable, Optional } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InjectEventStore } from '../stores/injection.js';
import { LogFollower } from './log-follower.js';

const maximumAgeMs = 1_000;

/**
 * Knows whether the folds have seen the log's head of the last second. A replica that is cut off from the log must not
 * keep accepting a token that was revoked elsewhere.
 */
@Injectable()
export class LogFreshness {
  private confirmedAt = Number.NEGATIVE_INFINITY;
  private confirming: Promise<void> | null = null;
  private catchingUp: Promise<void> | null = null;

  constructor(
    @InjectEventStore() private readonly store: EventStore,
    private readonly follower: LogFollower,
    @Optional() private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Resolves when the index is fresh; throws CHECK_UNAVAILABLE when it cannot be made so within a second. */
  async require(): Promise<void> {
    if (this.clock() - this.confirmedAt <= maximumAgeMs / 2) return;
    this.confirming ??= this.confirm().finally(() => (this.confirming = null));
    // Who need not wait leaves the refusal to the next caller; without a handler it would end the process.
    this.confirming.catch(() => undefined);
    if (this.clock() - this.confirmedAt <= maximumAgeMs) return;
    await this.confirming;
  }

  /**
   * Everything that was in the log when this was called is folded when it resolves. Asked before something is called
   * unknown that another platform may have made a moment ago; callers of one turn share one look at the log.
   */
  caughtUp(): Promise<void> {
    this.catchingUp ??= nextTurn().then(() => {
      this.catchingUp = null;
      return this.confirm();
    });
    return this.catchingUp;
  }

  private async confirm(): Promise<void> {
    const askedAt = this.clock();
    const timeout = AbortSignal.timeout(maximumAgeMs);
    const late = new Promise<never>((_, reject) => {
      timeout.addEventListener('abort', () => reject(new Error('the log did not answer within a second')), {
        once: true,
      });
    });
    try {
      if (this.follower.failure !== null) throw this.follower.failure;
      await Promise.race([this.headReached(), late]);
      this.confirmedAt = askedAt;
    } catch (error) {
      throw new GuildhallError('CHECK_UNAVAILABLE', { retryAfter: 1 }, { cause: error });
    }
  }

  private async headReached(): Promise<void> {
    const { position } = await this.store.head();
    await this.follower.reached(position);
  }
}
