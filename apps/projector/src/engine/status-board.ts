import {
  instantOf,
  projectionSetting,
  type JsonObject,
  type Ordinal,
  type ProjectionStatus,
} from '@guildhall/contracts';
import type { ReadStore } from '@guildhall/read-store';
import type { ProjectionRunner } from './projection-runner.js';

/** How every projection of this process is doing: for readers of the read store, for health and for metrics. */
export class StatusBoard {
  private readonly latest = new Map<string, ProjectionStatus>();
  /** The projector that does the work while this one waits to take over; null: this one does. */
  standbyFor: string | null = null;

  get all(): ReadonlyMap<string, ProjectionStatus> {
    return this.latest;
  }

  /** `isActive`: the copy that queries read. */
  async publish(
    store: ReadStore,
    runner: ProjectionRunner,
    options: { isActive: boolean; head: Ordinal; now: number },
  ): Promise<void> {
    const { position, ordinal } = runner.written;
    const working = options.isActive ? 'running' : 'rebuilding';
    const status: ProjectionStatus = {
      state: runner.error === null ? working : 'stopped',
      position,
      ordinal,
      lag: Math.max(0, options.head - ordinal),
      error: runner.error,
      heartbeatAt: instantOf(options.now),
    };
    this.latest.set(runner.view.name, status);
    await store.putSetting(projectionSetting(runner.view.name), { ...status } as JsonObject);
  }
}
