import type { RebuildRequest } from '@guildhall/contracts';
import { ViewDirectory } from '@guildhall/read-store';
import type { Logger } from 'pino';
import { ProjectionVersions } from './projection-versions.js';
import type { LeaseKeeper } from './lease-keeper.js';
import type { EngineTimes, Pause } from './engine-times.js';
import { LogFeed } from './feed/log-feed.js';
import type { ProjectionRunner } from './projection-runner.js';
import { RebuildRequests } from './rebuild-requests.js';
import type { StatusBoard, WatchedRunner } from './status-board.js';
import { ViewBuilder, type EngineStores } from './view/view-builder.js';
import type { View } from './view/view.js';

export interface SessionParts {
  stores: EngineStores;
  leases: LeaseKeeper;
  board: StatusBoard;
  views: readonly View[];
  logger: Logger;
  times: EngineTimes;
  pause: Pause;
}

/** The documents are not those that were written: the file was replaced or emptied under us. */
export class ReadModelLost extends Error {
  constructor(copy: string) {
    super(`the read model ${copy} is not what was written to it`);
    this.name = 'ReadModelLost';
  }
}

/** Another process holds the lease of the projections now. */
export class LeaseTaken extends Error {
  constructor() {
    super('another projector has taken over');
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
    const { stores, leases, times } = parts;
    const directory = new ViewDirectory(stores.reads);
    this.copies = new ProjectionVersions(stores.reads, directory, { logId: stores.log.logId, head });
    this.builder = new ViewBuilder(stores, this.copies, { lease: () => leases.token, times });
    this.requests = new RebuildRequests(stores.reads);
  }

  /** Resolves when the signal aborts and everything is written; rejects when a store or a lease is lost. */
  static async run(parts: SessionParts, signal: AbortSignal): Promise<void> {
    const session = new Session(parts, await parts.stores.log.head());
    const { leases } = parts;
    const endRenewal = leases.keep(() => session.fail(new LeaseTaken()));
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
    this.main = new LogFeed(this.parts.stores.log, this.builder.group(runners));
    return this.main.run(this.over.signal, () => void this.guard(this.publish()));
  }

  private async buildMissing(): Promise<void> {
    const { signal } = this.over;
    const runners = [...this.building];
    this.parts.logger.info({ views: runners.map((runner) => runner.view.name) }, 'building views');
    await this.builder.build(this.builder.group(runners), signal);
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
    await this.builder.build(this.builder.group([runner]), signal);
    if (signal.aborted || this.main === null) return;
    if (runner.error !== null) {
      return this.requests.answer(view.name, { ...request, state: 'failed', error: runner.error });
    }
    await this.main.join(runner, signal, old);
    await this.copies.activate(view, runner.target.copy);
    await this.main.group.idle();
    await this.copies.dropRetired(view);
    await this.requests.answer(view.name, { ...request, state: 'done' });
  }

  private async tick(): Promise<void> {
    const { times, pause } = this.parts;
    const { tickMs, requestTicks, lifeTicks } = times;
    for (let tick = 0; !this.over.signal.aborted; tick += 1) {
      if (tick % lifeTicks === 0) await this.publish();
      else await this.watch();
      if (tick % requestTicks === 0 && !this.rebuilding) await this.takeRequest();
      await pause(tickMs, this.over.signal);
    }
  }

  private async takeRequest(): Promise<void> {
    const runners = this.main?.group.runners ?? [];
    if (runners.length === 0) return;
    const pending = await this.requests.pending(runners.map(({ view }) => view.name));
    const runner = runners.find(({ view }) => view.name === pending?.view);
    if (pending === null || runner === undefined) return;
    this.rebuilding = true;
    void this.guard(this.rebuild(runner, pending.request).finally(() => (this.rebuilding = false)));
  }

  /** Notes how the projections do, and reports it at once when that changed. */
  private async watch(): Promise<void> {
    if (await this.note()) await this.report();
  }

  private async publish(): Promise<void> {
    await this.note();
    await this.report();
  }

  private async report(): Promise<void> {
    const { board, stores } = this.parts;
    await this.check();
    await board.publish(stores.reads);
  }

  private async note(): Promise<boolean> {
    const { board, stores } = this.parts;
    this.main?.group.raiseFailure();
    const head = (await stores.log.head()).ordinal ?? this.main?.place.ordinal ?? 0;
    return board.note(this.watched, { head, now: Date.now() });
  }

  private get watched(): WatchedRunner[] {
    const active = this.main?.group.runners ?? [];
    return [
      ...active.map((runner) => ({ runner, isActive: true })),
      ...this.building.map((runner) => ({ runner, isActive: false })),
    ];
  }

  private async check(): Promise<void> {
    const expected = this.watched.map(({ runner }) => ({ copy: runner.target.copy, ordinal: runner.written.ordinal }));
    const places = await this.parts.stores.reads.places();
    const lost = expected.find(({ copy, ordinal }) => ordinal > (places.get(copy)?.ordinal ?? 0));
    if (lost !== undefined) throw new ReadModelLost(lost.copy);
  }

  private async finish(): Promise<void> {
    await this.main?.group.flush({ final: true });
    if (this.building.length > 0) await this.builder.group(this.building).flush({ final: true });
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
