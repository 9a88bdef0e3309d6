import type { BlobStore } from '@guildhall/blob-store';
import type { EventStore } from '@guildhall/event-store';
import type { ReadStore } from '@guildhall/read-store';
import type { ProjectionVersions } from '../projection-versions.js';
import { ProjectionGroup, type GroupTarget } from '../projection-group.js';
import { ProjectionRunner } from '../projection-runner.js';
import { replay } from '../feed/replay.js';
import type { View } from './view.js';

export interface EngineStores {
  log: EventStore;
  reads: ReadStore;
  blobs: BlobStore;
}

/** Opens and builds copies of views. */
export class ViewBuilder {
  constructor(
    private readonly stores: EngineStores,
    private readonly copies: ProjectionVersions,
    private readonly target: Omit<GroupTarget, 'store'>,
  ) {}

  /** The active copy, ready to continue; null: it must be built. */
  async resume(view: View): Promise<ProjectionRunner | null> {
    const copy = await this.copies.usable(view);
    if (copy === null) return null;
    await this.copies.dropRetired(view);
    return this.open(view, copy);
  }

  async begin(view: View, options: { fresh: boolean }): Promise<ProjectionRunner> {
    return this.open(view, await this.copies.begin(view, options));
  }

  /** Copies that follow the log together from now on. */
  group(runners: readonly ProjectionRunner[]): ProjectionGroup {
    return new ProjectionGroup({ ...this.target, store: this.stores.reads }, runners);
  }

  /** Takes new copies to the head, then makes their indexes, then takes them to the head again. */
  async build(group: ProjectionGroup, signal: AbortSignal): Promise<void> {
    const { runners } = group;
    await replay(this.stores.log, group, { signal });
    for (const runner of runners) {
      if (signal.aborted) return;
      await this.copies.buildIndexes(runner.view, runner.target.copy);
    }
    await replay(this.stores.log, group, { signal });
  }

  private open(view: View, copy: string): Promise<ProjectionRunner> {
    const { reads, log, blobs } = this.stores;
    const target = { copy, store: reads, logId: log.logId };
    return ProjectionRunner.open(view, target, { blobs });
  }
}
