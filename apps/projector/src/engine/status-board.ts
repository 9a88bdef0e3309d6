import {
  instantOf,
  projectionSetting,
  type JsonObject,
  type Ordinal,
  type ProjectionStatus,
} from '@guildhall/contracts';
import type { ReadStore } from '@guildhall/read-store';
import type { ProjectionRunner } from './projection-runner.js';

/** `isActive`: the copy that queries read. */
export interface WatchedRunner {
  runner: ProjectionRunner;
  isActive: boolean;
}

/** How every projection of this process is doing: for readers of the read store, for health and for metrics. */
export class StatusBoard {
  private readonly latest = new Map<string, ProjectionStatus>();
  /** The projector that does the work while this one waits to take over; null: this one does. */
  standbyFor: string | null = null;

  get all(): ReadonlyMap<string, ProjectionStatus> {
    return this.latest;
  }

  /** True: a projection began, ended or failed, so that others must learn of it before the next sign of life. */
  note(watched: readonly WatchedRunner[], { head, now }: { head: Ordinal; now: number }): boolean {
    let hasNews = false;
    for (const { runner, isActive } of watched) {
      const { position, ordinal } = runner.written;
      const working = isActive ? 'running' : 'rebuilding';
      const status: ProjectionStatus = {
        state: runner.error === null ? working : 'stopped',
        position,
        ordinal,
        lag: Math.max(0, head - ordinal),
        error: runner.error,
        heartbeatAt: instantOf(now),
      };
      const before = this.latest.get(runner.view.name);
      hasNews ||= before?.state !== status.state || before.error !== status.error;
      this.latest.set(runner.view.name, status);
    }
    return hasNews;
  }

  /** Writes how all of them do; one command. */
  async publish(store: Pick<ReadStore, 'putSettings'>): Promise<void> {
    const values = [...this.latest].map(([view, status]) => [projectionSetting(view), { ...status } as JsonObject]);
    await store.putSettings(Object.fromEntries(values) as Record<string, JsonObject>);
  }
}
