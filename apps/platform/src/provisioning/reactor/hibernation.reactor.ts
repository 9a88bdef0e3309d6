import type { RecordedEvent } from '@guildhall/contracts';
import { isReachable } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { newId } from '../../commands/ids.js';
import { systemMeta } from '../../commands/system-meta.js';
import { LogFollower } from '../../log/log-follower.js';
import { Mailboxes } from '../../messages/mailboxes.js';
import { OrgGraphs } from '../../graph/org-graphs.js';
import type { Reactor } from '../../reactors/leased-reactors.js';
import { Intents, type Intent } from '../intents.js';
import { Lifecycle } from '../commands/lifecycle.js';

const sweepEveryMs = 1_000;

/** Lets agents that have nothing to do sleep, and wakes those for whom a message waits. */
@Injectable()
export class Hibernation implements Reactor {
  readonly name = 'hibernation';
  private stopListening: (() => void) | null = null;
  private sweeping: NodeJS.Timeout | null = null;
  /** When something last happened to a workspace, by this process's clock; what it has not seen counts from its start. */
  private readonly lastEvent = new Map<string, number>();
  private startedAt = 0;
  private readonly waking = new Set<string>();

  /** `idleMs` 0: nobody is put to sleep. */
  constructor(
    private readonly follower: LogFollower,
    private readonly intents: Intents,
    private readonly mailboxes: Mailboxes,
    private readonly graphs: OrgGraphs,
    private readonly lifecycle: Lifecycle,
    private readonly idleMs: number,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.startedAt = performance.now();
    this.stopListening = this.follower.listen((events) => this.onRecorded(events));
    this.sweeping = setInterval(() => this.sweep(), sweepEveryMs);
    this.sweep();
  }

  stop(): void {
    this.stopListening?.();
    if (this.sweeping !== null) clearInterval(this.sweeping);
  }

  private onRecorded(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const { workspaceId } = event.data as { workspaceId?: string };
      if (workspaceId === undefined) continue;
      this.lastEvent.set(workspaceId, performance.now());
      if (event.type === 'MessageSent' || event.type === 'WorkspaceHibernated') this.wakeIfAsked(workspaceId);
    }
  }

  private sweep(): void {
    for (const workspaceId of this.mailboxes.workspaces()) this.wakeIfAsked(workspaceId);
    if (this.idleMs === 0) return;
    for (const intent of this.intents.all()) if (this.isIdle(intent)) void this.hibernate(intent);
  }

  private isIdle({ workspaceId, phase }: Intent): boolean {
    const last = this.lastEvent.get(workspaceId) ?? this.startedAt;
    if (phase !== 'running' || performance.now() - last < this.idleMs) return false;
    const workspace = this.graphs.find(workspaceId);
    if (workspace === undefined || !isReachable(workspace.status)) return false;
    return workspace.task === null && workspace.queued === 0 && workspace.removed === null;
  }

  private async hibernate({ workspaceId, org }: Intent): Promise<void> {
    const minutes = Math.round(this.idleMs / 60_000);
    const cause = minutes > 0 ? `idle for ${minutes} minutes` : `idle for ${Math.round(this.idleMs / 1_000)} s`;
    this.lastEvent.set(workspaceId, performance.now());
    await this.tell(workspaceId, org, { type: 'hibernate', cause });
  }

  private wakeIfAsked(workspaceId: string): void {
    const intent = this.intents.get(workspaceId);
    if (intent?.phase !== 'hibernated' || this.mailboxes.depth(workspaceId) === 0) return;
    if (this.waking.has(workspaceId) || this.graphs.find(workspaceId)?.removed != null) return;
    this.waking.add(workspaceId);
    void this.wake(intent).finally(() => this.waking.delete(workspaceId));
  }

  private async wake({ workspaceId, org, runtime, backend }: Intent): Promise<void> {
    const place = this.lifecycle.anywhere(runtime, backend);
    await this.tell(workspaceId, org, { type: 'wake', cause: 'a message came', ...place });
  }

  private async tell(workspaceId: string, org: string, wish: Parameters<Lifecycle['ask']>[1]): Promise<void> {
    const meta = systemMeta(this.name, { org, key: [workspaceId, newId()], correlationId: newId() });
    try {
      await this.lifecycle.ask(workspaceId, wish, meta);
    } catch (error) {
      this.log.error({ err: error, workspace_id: workspaceId }, 'an agent could not be put to sleep or woken');
    }
  }
}
