import type { MongoConnection } from '@guildhall/mongodb';

/** Milliseconds by which the two clocks may diverge between two readings. */
const marginMs = 1_000;
const readAgainAfterMs = 10_000;

/** The clock of the database, and bounds of its time that are known without asking each time. */
export class StoreClock {
  private reading: { time: number; at: number } | null = null;

  constructor(private readonly connection: MongoConnection) {}

  /** Milliseconds since the epoch. */
  async now(): Promise<number> {
    const time = (await this.connection.serverTime()).getTime();
    this.reading = { time, at: performance.now() };
    return time;
  }

  /** A time slightly before now: the last reading plus the time that has passed here since. */
  async atLeast(): Promise<number> {
    return (await this.estimate()) - marginMs;
  }

  /** A time slightly after now. */
  async atMost(): Promise<number> {
    return (await this.estimate()) + marginMs;
  }

  private async estimate(): Promise<number> {
    const { reading } = this;
    if (reading === null || performance.now() - reading.at > readAgainAfterMs) return this.now();
    return reading.time + (performance.now() - reading.at);
  }
}
