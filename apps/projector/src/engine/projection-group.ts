import type { Ordinal, RecordedEvent } from '@guildhall/contracts';
import type { ReadStore } from '@guildhall/read-store';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineTimes } from './engine-times.js';
import type { Contribution, Pace, Place, ProjectionRunner } from './projection-runner.js';

/** Where a group writes. */
export interface GroupTarget {
  store: Pick<ReadStore, 'apply'>;
  /** Token of the lease at this moment. */
  lease: () => number;
  times: Pick<EngineTimes, 'gatherMs' | 'placesMs'>;
}

/**
 * Copies of views that follow the log together. One write at a time is under way for all of them, documents and places
 * together; events folded in the meantime form the next write, so that batches grow with the load.
 */
export class ProjectionGroup {
  private readonly members: ProjectionRunner[];
  private writing: Promise<void> | null = null;
  private again: Pace | null = null;
  private later: NodeJS.Timeout | null = null;
  private wroteAt = Number.NEGATIVE_INFINITY;
  private failure: { error: unknown } | null = null;

  constructor(
    private readonly target: GroupTarget,
    runners: readonly ProjectionRunner[],
  ) {
    this.members = [...runners];
  }

  get runners(): readonly ProjectionRunner[] {
    return this.members;
  }

  /** The place from which all of them can continue. */
  get firstPlace(): Place {
    return this.members
      .map(({ place }) => place)
      .reduce((first, place) => (place.ordinal < first.ordinal ? place : first));
  }

  /** A group for others over the same store. */
  beside(runners: readonly ProjectionRunner[]): ProjectionGroup {
    return new ProjectionGroup(this.target, runners);
  }

  /** Takes in a runner that is where the group is; `replaces` leaves at the same moment. */
  add(runner: ProjectionRunner, replaces?: ProjectionRunner): void {
    const at = replaces === undefined ? -1 : this.members.indexOf(replaces);
    if (at === -1) this.members.push(runner);
    else this.members[at] = runner;
  }

  /**
   * Folds events. Stops a runner at the first of `newer`, those among them of a newer version, that it would fold, and
   * every runner at `stranger`, an event of an unknown type behind them. Rejects when the read store fails.
   */
  async feed(
    events: readonly RecordedEvent[],
    lastOrdinal: Ordinal,
    { pace, newer, stranger }: { pace: Pace; newer: readonly RecordedEvent[]; stranger?: RecordedEvent | undefined },
  ): Promise<void> {
    this.raiseFailure();
    for (const runner of this.members) {
      await runner.feed(events, lastOrdinal, newer);
      if (stranger !== undefined) runner.stopAt(stranger);
    }
    if (pace === 'live' || this.members.some(({ isDue }) => isDue)) this.startWrite(pace);
    if (this.members.some((runner) => runner.isFull(pace))) await this.idle();
  }

  /** Writes what waits; resolves when all of it is durable. `final`: with the states, for the next start. */
  async flush({ final = false }: { final?: boolean } = {}): Promise<void> {
    await this.idle();
    if (this.later !== null) clearTimeout(this.later);
    this.later = null;
    await this.write(final);
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    while (this.writing !== null) await this.writing;
    this.raiseFailure();
  }

  /** Throws what made the last write fail. */
  raiseFailure(): void {
    if (this.failure !== null) throw this.failure.error;
  }

  private startWrite(pace: Pace): void {
    if (this.writing !== null) {
      this.again = pace;
      return;
    }
    if (this.failure !== null || !this.members.some(({ hasNews }) => hasNews)) return;
    const hasContent = this.members.some((runner) => runner.hasContent);
    const dueMs = hasContent ? 0 : this.wroteAt + this.target.times.placesMs - performance.now();
    if (dueMs > 0) this.later ??= setTimeout(() => this.writePlaces(), dueMs).unref();
    else this.writing = this.writeGathered(pace).finally(() => this.writeNext());
  }

  private writePlaces(): void {
    this.later = null;
    this.startWrite('bulk');
  }

  private writeNext(): void {
    const pace = this.again;
    this.writing = null;
    this.again = null;
    if (pace !== null) this.startWrite(pace);
  }

  private async writeGathered(pace: Pace): Promise<void> {
    const { gatherMs } = this.target.times;
    try {
      if (pace === 'live' && gatherMs > 0) await delay(gatherMs);
      await this.write(false);
    } catch (error) {
      this.failure = { error };
    }
  }

  private async write(final: boolean): Promise<void> {
    const contributions = new Map<ProjectionRunner, Contribution>();
    for (const runner of this.members) {
      const contribution = runner.contribute({ final });
      if (contribution !== null) contributions.set(runner, contribution);
    }
    if (contributions.size === 0) return;
    this.wroteAt = performance.now();
    await Promise.all([...contributions.keys()].map((runner) => runner.settle()));
    const all = [...contributions.values()];
    await this.target.store.apply({
      upserts: all.flatMap(({ upserts }) => upserts),
      deletes: all.flatMap(({ deletes }) => deletes),
      checkpoints: Object.fromEntries(
        [...contributions].map(([{ target }, { checkpoint }]) => [target.copy, checkpoint]),
      ),
      lease: this.target.lease(),
    });
    for (const [runner, contribution] of contributions) runner.confirm(contribution);
  }
}
