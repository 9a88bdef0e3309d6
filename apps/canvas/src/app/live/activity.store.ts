import { inject, Injectable, signal, type WritableSignal } from '@angular/core';
import type { GraphWorkspace, TelemetryFrame } from '@guildhall/contracts';
import { Clock } from '../elements/clock.js';
import { shownState, type ShownState } from '../agent-state/shown-state.js';

interface Activity {
  /** As the agent reports it; null: it reports only that it is working. */
  task: string | null;
  /** Milliseconds since 1970. */
  reportedAt: number;
}

/** A task counts as over when its agent reports no more for this long. */
const staleMs = 90_000;

const words: Record<'message' | 'delegation', string> = {
  message: 'Answering a message',
  delegation: 'Working on a delegation',
};

/** The tasks that agents report. They are telemetry, not events: shown while fresh, then forgotten. */
@Injectable({ providedIn: 'root' })
export class ActivityStore {
  private readonly clock = inject(Clock);
  private readonly reported = new Map<string, WritableSignal<Activity | null>>();

  onTelemetry({ kind, workspaceId, ...report }: TelemetryFrame): void {
    if (kind !== 'heartbeat') return;
    const { current_task: task, active_tasks: count } = report;
    const text = typeof task === 'string' && task.trim() !== '' ? task.trim() : null;
    const isActive = text !== null || (typeof count === 'number' && count > 0);
    this.of(workspaceId).set(isActive ? { task: text, reportedAt: Date.now() } : null);
  }

  clear(): void {
    for (const one of this.reported.values()) one.set(null);
  }

  /** The current task as one line; null: none is known. */
  taskOf({ id, task, status }: Pick<GraphWorkspace, 'id' | 'task' | 'status'>): string | null {
    if (status !== 'online' && status !== 'degraded') return null;
    return this.fresh(id)?.task ?? (task === null ? null : words[task.kind]);
  }

  /** A workspace that does not exist is offline. */
  stateOf(workspace: Pick<GraphWorkspace, 'id' | 'task' | 'status'> | undefined): ShownState {
    if (workspace === undefined) return 'offline';
    const state = shownState(workspace);
    return state === 'online' && this.fresh(workspace.id) !== null ? 'working' : state;
  }

  private fresh(id: string): Activity | null {
    const doing = this.of(id)();
    return doing === null || this.clock.now() - doing.reportedAt > staleMs ? null : doing;
  }

  private of(id: string): WritableSignal<Activity | null> {
    const known = this.reported.get(id);
    if (known !== undefined) return known;
    const created = signal<Activity | null>(null);
    this.reported.set(id, created);
    return created;
  }
}
