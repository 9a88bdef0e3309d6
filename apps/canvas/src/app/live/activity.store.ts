import { inject, Injectable, signal, type WritableSignal } from '@angular/core';
import type { GraphWorkspace, TelemetryFrame } from '@guildhall/contracts';
import { Clock } from '../elements/clock.js';
import { shownState, type ShownState } from '../agent-state/shown-state.js';

interface Doing {
  /** In the agent's own words; null: it says only that it is at work. */
  task: string | null;
  /** Milliseconds since 1970. */
  heardAt: number;
}

/** An agent that says no more is not taken to be at work for ever. */
const staleMs = 90_000;

const words: Record<'message' | 'delegation', string> = {
  message: 'Answering a message',
  delegation: 'Working on a delegation',
};

/** What agents say that they do now. Never part of the log: it is shown while it is fresh and forgotten. */
@Injectable({ providedIn: 'root' })
export class ActivityStore {
  private readonly clock = inject(Clock);
  private readonly heard = new Map<string, WritableSignal<Doing | null>>();

  hear({ kind, workspaceId, ...said }: TelemetryFrame): void {
    if (kind !== 'heartbeat') return;
    const { current_task: task, active_tasks: count } = said;
    const text = typeof task === 'string' && task.trim() !== '' ? task.trim() : null;
    const isActive = text !== null || (typeof count === 'number' && count > 0);
    this.of(workspaceId).set(isActive ? { task: text, heardAt: Date.now() } : null);
  }

  forgetAll(): void {
    for (const one of this.heard.values()) one.set(null);
  }

  /** One line about what it does; null: nothing that is known. */
  taskOf({ id, task, status }: Pick<GraphWorkspace, 'id' | 'task' | 'status'>): string | null {
    if (status !== 'online' && status !== 'degraded') return null;
    return this.fresh(id)?.task ?? (task === null ? null : words[task.kind]);
  }

  stateOf(workspace: Pick<GraphWorkspace, 'id' | 'task' | 'status'>): ShownState {
    const state = shownState(workspace);
    return state === 'online' && this.fresh(workspace.id) !== null ? 'working' : state;
  }

  private fresh(id: string): Doing | null {
    const doing = this.of(id)();
    return doing === null || this.clock.now() - doing.heardAt > staleMs ? null : doing;
  }

  private of(id: string): WritableSignal<Doing | null> {
    const known = this.heard.get(id);
    if (known !== undefined) return known;
    const created = signal<Doing | null>(null);
    this.heard.set(id, created);
    return created;
  }
}
