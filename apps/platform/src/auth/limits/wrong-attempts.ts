import { GuildhallError } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { clock } from '../../clock/clock.js';
import { Rate } from './rate.js';
import { Shares } from './shares.js';

/** Wrong credentials of one address in a second that are answered at once. */
const perSecond = 5;
/** Answers of one address that wait at the same time; what comes beside them is refused. */
const waiting = 16;
const longestMs = 2_000;

/** Refusals that follow a credential which somebody may have guessed. */
const guesses: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'TOKEN_REVOKED',
  'PAGE_UNKNOWN',
  'LOGIN_LINK_INVALID',
]);

/**
 * Slows down those who try credentials. Only the answer to a wrong one waits: nobody who shares an address with them, and
 * holds a right one, notices.
 */
@Injectable()
export class WrongAttempts {
  private readonly rate = new Rate(() => clock.now());
  private readonly waits = new Shares();

  /** Resolves when the refusal may be answered; at once when it follows no guess. Throws TOO_MANY_ATTEMPTS. */
  async answering(error: unknown, address: string): Promise<void> {
    if (!(error instanceof GuildhallError) || !guesses.has(error.code)) return;
    const waitMs = Math.min(longestMs, this.rate.take(address, perSecond));
    if (waitMs === 0) return;
    if (this.waits.of(address) >= waiting)
      throw new GuildhallError('TOO_MANY_ATTEMPTS', { retryAfter: longestMs / 1_000 });
    const release = this.waits.hold(address, 1);
    await delay(waitMs).finally(release);
  }
}
