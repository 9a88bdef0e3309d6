import type { RebuildRequest } from '@guildhall/contracts';
import { ViewDirectory, type ReadStore } from '@guildhall/read-store';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ProjectionVersions } from './projection-versions.js';
import type { LeaseKeeper } from './lease-keeper.js';
import { LogFeed } from './log-feed.js';
import type { ProjectionRunner } from './projection-runner.js';
import { RebuildRequests } from './rebuild-requests.js';
import type { StatusBoard } from './status-board.js';
import { ViewBuilder, type EngineStores } from './view/view-builder.js';
import type { View } from './view/view.js';

export interface SessionParts {
  stores: EngineStores;
  leases: LeaseKeeper;
  board: StatusBoard;
  views: readonly View[];
  logger: Logger;
}

const tickMs = 500;

/** The documents are not those that were written: the file was replaced or emptied under us. */
export class ReadModelLost extends Error {
  constructor(copy: string) {
    super(`the read model ${copy} is not what was written to it`);
    this.name = 'ReadModelLost';
  }
}

/** Another process holds the lease of the projection now. */
export class LeaseTaken extends Error {
  constructor(view: string) {
    super(`another projector has taken over ${view}`);
    this.name = 'LeaseTaken';
  }
}

/** From getting the leases to losing them, or to the end: all projections of this process over one opened read store. */
export class Session {
  private readonly over = new AbortController();
  private readonly copies: ProjectionVersions;
  private readonly builder: ViewBuilder;
  private readonly requests: RebuildRequests;
  private readonly building: ProjectionRunner[] = [];
  private main: LogFeed | null = null;
  private rebuilding = false;
  private failure: { error: unknown } | null = null;

  private constructor(
    private readonly parts: SessionParts,
    head: Awaited<ReturnType<EngineStores['log']['head']>>,
  ) {
    const { stores, leases } = parts;
    const directory = new ViewDirectory(stores.reads);
    this.copies = new ProjectionVersions(stores.reads, directory, { logId: stores.log.logId, head });
    this.builder = new ViewBuilder(stores, this.copies, (view) => leases.token(view));
    this.requests = new RebuildRequests(stores.reads);
  }

  /** Resolves when the signal aborts and everything is written; rejects when a store or a lease is lost. */
  static async run(parts: SessionParts, signal: AbortSignal): Promise<void> {
    const session = new Session(parts, await parts.stores.log.head());
    const { leases } = parts;
    const endRenewal = leases.keep((view) => session.fail(new LeaseTaken(view)));
    const stop = (): void => session.over.abort();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      await session.start();
    } finally {
      endRenewal();
      session.over.abort();
      signal.removeEventListener('abort', stop);
    }
  }

  private get reads(): ReadStore {
    return this.parts.stores.reads;
  }

  private async start(): Promise<void> {
    const { views } = this.parts;
    const live: ProjectionRunner[] = [];
    for (const view of views) {
      const runner = await this.builder.resume(view);
      if (runner === null) this.building.push(await this.builder.begin(view, { fresh: false }));
      else live.push(runner);
    }
    const work = [this.guard(this.tick())];
    if (live.length > 0) work.push(this.guard(this.follow(live)));
    if (this.building.length > 0) work.push(this.guard(this.buildMissing()));
    await Promise.all(work);
    if (this.failure !== null) throw this.failure.error;
    await this.finish();
  }

  private follow(runners: readonly ProjectionRunner[]): Promise<void> {
    this.main = new LogFeed(this.parts.stores.log, runners);
    return this.main.run(this.over.signal, () => void this.guard(this.publish()));
  }

  private async buildMissing(): Promise<void> {
    const { signal } = this.over;
    const runners = [...this.building];
    this.parts.logger.info({ views: runners.map((runner) => runner.view.name) }, 'building views');
    await this.builder.build(runners, signal);
    if (signal.aborted) return;
    for (const runner of runners) await this.copies.activate(runner.view, runner.target.copy);
    this.building.length = 0;
    for (const runner of runners) await this.copies.dropRetired(runner.view);
    this.parts.logger.info({ views: runners.map((runner) => runner.view.name) }, 'views built');
    if (this.main === null) return this.follow(runners);
    for (const runner of runners) await this.main.join(runner, signal);
  }

  /** Builds a second copy beside the live one, then changes over. */
  private async rebuild(old: ProjectionRunner, request: RebuildRequest): Promise<void> {
    const { view } = old;
    const { signal } = this.over;
    await this.requests.answer(view.name, { ...request, state: 'running' });
    const runner = await this.builder.begin(view, { fresh: true });
    await this.builder.build([runner], signal);
    if (signal.aborted || this.main === null) return;
    if (runner.error !== null) {
      return this.requests.answer(view.name, { ...request, state: 'failed', error: runner.error });
    }
    await this.main.join(runner, signal, old);
    await this.copies.activate(view, runner.target.copy);
    await old.idle();
    await this.copies.dropRetired(view);
    await this.requests.answer(view.name, { ...request, state: 'done' });
  }

  private async tick(): Promise<void> {
    while (!this.over.signal.aborted) {
      await this.publish();
      if (!this.rebuilding) await this.takeRequest();
      await delay(tickMs, undefined, { signal: this.over.signal }).catch(() => undefined);
    }
  }

  private async takeRequest(): Promise<void> {
    for (const runner of this.main?.runners ?? []) {
      const request = await this.requests.pending(runner.view.name);
      if (request === null) continue;
      this.rebuilding = true;
      void this.guard(this.rebuild(runner, request).finally(() => (this.rebuilding = false)));
      return;
    }
  }

  private async publish(): Promise<void> {
    const { board, stores } = this.parts;
    const head = (await stores.log.head()).ordinal ?? this.main?.place.ordinal ?? 0;
    const active = this.main?.runners ?? [];
    for (const runner of [...active, ...this.building]) {
      await this.check(runner);
      const isActive = active.includes(runner);
      await board.publish(this.reads, runner, { isActive, head, now: Date.now() });
    }
  }

  private async check(runner: ProjectionRunner): Promise<void> {
    runner.raiseFailure();
    const { ordinal } = runner.written;
    if (ordinal === 0) return;
    const checkpoint = await this.reads.checkpoint(runner.target.copy);
    if (checkpoint === null || checkpoint.ordinal < ordinal) throw new ReadModelLost(runner.target.copy);
  }

  private async finish(): Promise<void> {
    for (const runner of [...(this.main?.runners ?? []), ...this.building]) await runner.flush({ final: true });
    await this.publish();
  }

  private async guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.over.abort();
  }
}
