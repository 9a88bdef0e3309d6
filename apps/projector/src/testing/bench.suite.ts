import { openFileBlobStore, type BlobStore } from '@guildhall/blob-store';
import { projectionSetting, type ProjectionStatus, type ViewName } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { openEmbeddedLeases, type Leases } from '@guildhall/leases';
import {
  type Document,
  openEmbeddedReadStore,
  type ReadStore,
  ReadStoreDamaged,
  settingOf,
  ViewDirectory,
} from '@guildhall/read-store';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { Engine } from '../engine/engine.js';
import { LeaseKeeper, type LeaseTimes } from '../engine/lease-keeper.js';
import type { View } from '../engine/view/view.js';
import { views as allViews } from '../views.js';

const quick: LeaseTimes = { ttlMs: 1_500, askMs: 10, lookMs: 10 };

export interface RunningEngine {
  engine: Engine;
  stop: () => Promise<void>;
}

/** A data directory with real files and one log; engines come and go on it. */
export class Bench {
  private readonly stops: (() => Promise<void>)[] = [];

  private constructor(
    readonly log: EventStore,
    readonly directory: string,
    readonly reads: ReadStore,
    readonly blobs: BlobStore,
    readonly leases: Leases,
  ) {}

  static async open(log: EventStore): Promise<Bench> {
    const directory = mkdtempSync(join(tmpdir(), 'guildhall-projector-'));
    const reads = await openEmbeddedReadStore({ file: join(directory, 'views.db') });
    const blobs = await openFileBlobStore({ directory: join(directory, 'blobs') });
    const leases = await openEmbeddedLeases({ file: join(directory, 'leases.db') });
    return new Bench(log, directory, reads, blobs, leases);
  }

  get file(): string {
    return join(this.directory, 'views.db');
  }

  start(options: { holder?: string; views?: readonly View[]; times?: LeaseTimes } = {}): RunningEngine {
    const { log, blobs } = this;
    const engine = new Engine({
      log,
      blobs,
      views: options.views ?? allViews,
      leases: new LeaseKeeper(this.leases, options.holder ?? 'elsewhere/1/', options.times ?? quick),
      openReads: () => openEmbeddedReadStore({ file: this.file, logId: log.logId }),
      logger: pino({ level: 'silent' }),
    });
    const stopping = new AbortController();
    const running = engine.run(stopping.signal);
    const stop = async (): Promise<void> => {
      stopping.abort();
      await running;
    };
    this.stops.push(stop);
    return { engine, stop };
  }

  async status(view: ViewName): Promise<ProjectionStatus | null> {
    return (await settingOf(this.reads, projectionSetting(view))) as ProjectionStatus | null;
  }

  /** Resolves when the active copy of the view holds the first `ordinal` events. */
  async reaches(view: ViewName, ordinal: number): Promise<void> {
    await until(async () => {
      const copy = await new ViewDirectory(this.reads).activeCollection(view);
      return copy !== null && ((await this.reads.checkpoint(copy))?.ordinal ?? 0) >= ordinal;
    });
  }

  /** All documents of the active copy, in the order of their ids. */
  async documents(view: ViewName): Promise<Document[]> {
    const copy = (await new ViewDirectory(this.reads).activeCollection(view)) ?? '';
    const found: Document[] = [];
    let after: string | null = null;
    do {
      const page = await this.reads.find(copy, {}, { limit: 1_000, ...(after === null ? {} : { after }) });
      found.push(...page.items);
      after = page.next;
    } while (after !== null);
    return found;
  }

  async close(): Promise<void> {
    for (const stop of this.stops) await stop();
    await this.reads.close();
    await this.blobs.close();
    await this.leases.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Looks again and again; a read model that is just being thrown away has nothing to show. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (;;) {
    const holds = await (async () => condition())().catch((error: unknown) => {
      if (error instanceof ReadStoreDamaged) return false;
      throw error;
    });
    if (holds) return;
    await delay(4);
  }
};
