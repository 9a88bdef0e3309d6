import { instantOf } from '@guildhall/contracts';
/** Clocks of machines drift apart by milliseconds a minute. */
const alignEveryMs = 60_000;

/** Tells the time of the installation, in milliseconds since the epoch. */
export type TimeSource = () => Promise<number>;

/**
 * The time by which this process decides what has expired and what it writes into events. With several machines it is
 * the shared store's time: a replica whose own clock is an hour off must not end a session early.
 */
class InstallationClock {
  private offsetMs = 0;

  now(): number {
    return Date.now() + this.offsetMs;
  }

  /** ISO-8601 instant. */
  instant(): string {
    return instantOf(this.now());
  }

  /** Goes by the source from now on; rejects when it does not answer the first time. Returns how to end it. */
  async follow(source: TimeSource): Promise<() => void> {
    await this.align(source);
    const timer = setInterval(() => void this.align(source).catch(() => undefined), alignEveryMs);
    return () => clearInterval(timer);
  }

  /** Asks the source once. The answer is taken to be from the middle of the time that it took. */
  private async align(source: TimeSource): Promise<void> {
    const asked = performance.now();
    const theirs = await source();
    const tookMs = performance.now() - asked;
    this.offsetMs = Math.round(theirs + tookMs / 2 - Date.now());
  }
}

/** One per process: the clock of a machine is one, too. */
export const clock = new InstallationClock();
