import type { RecordedEvent } from '@guildhall/contracts';
import { mayTalk } from '@guildhall/domain';
import { isReachable } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { LogFollower } from '../log/log-follower.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { talkTree } from '../graph/talk-tree.js';
import { Agents } from '../registry/agents.js';
import { Mailboxes, type OpenMessage } from './mailboxes.js';
import { MessageDelivery } from './message-delivery.js';
import { InjectLogger } from '../stores/injection.js';
import { clock } from '../clock/clock.js';
import type { Reactor } from '../reactors/leased-reactors.js';

const firstPauseMs = 500;
const longestPauseMs = 30_000;
const tickMs = 250;

/**
 * The reactor of the mailboxes: one message at a time to each agent that is online, in the order they were sent. It
 * keeps no truth: what is open stands in the log, and is looked at again after a start.
 */
@Injectable()
export class MessageDispatcher implements Reactor {
  readonly name = 'messages';
  private readonly busy = new Set<string>();
  /** Messages that could not be delivered, and when to try again (monotonic milliseconds). */
  private readonly pauses = new Map<string, number>();
  private isOn = false;
  private stopListening: (() => void) | null = null;
  private ticking: NodeJS.Timeout | null = null;

  constructor(
    private readonly follower: LogFollower,
    private readonly mailboxes: Mailboxes,
    private readonly agents: Agents,
    private readonly graphs: OrgGraphs,
    private readonly delivery: MessageDelivery,
    @InjectLogger() private readonly log: Logger,
  ) {}

  /** Effects on: everything folded so far is looked at, then every new event. */
  start(): void {
    this.isOn = true;
    this.stopListening = this.follower.listen((events) => this.onRecorded(events));
    for (const workspaceId of this.mailboxes.workspaces()) this.wake(workspaceId);
    this.ticking = setInterval(() => this.tick(), tickMs);
  }

  stop(): void {
    this.isOn = false;
    this.stopListening?.();
    if (this.ticking !== null) clearInterval(this.ticking);
  }

  private onRecorded(events: readonly RecordedEvent[]): void {
    const touched = new Set<string>();
    for (const event of events) {
      const { workspaceId } = event.data as { workspaceId?: string };
      if (workspaceId === undefined) continue;
      if (event.type === 'AgentWentOnline' || event.type === 'AgentRegistered') this.forgetPauses(workspaceId);
      touched.add(workspaceId);
    }
    for (const workspaceId of touched) this.wake(workspaceId);
  }

  private tick(): void {
    const now = clock.instant();
    for (const workspaceId of this.mailboxes.workspaces()) {
      for (const message of this.mailboxes.open(workspaceId)) {
        if (message.state === 'queued' && message.expiresAt < now)
          this.run(message, () => this.delivery.expire(message));
      }
      this.wake(workspaceId);
    }
  }

  private wake(workspaceId: string): void {
    if (!this.isOn || this.busy.has(workspaceId)) return;
    const now = performance.now();
    const isReady = ({ messageId }: OpenMessage): boolean => (this.pauses.get(messageId) ?? 0) <= now;
    const left = this.mailboxes.working(workspaceId);
    if (left !== undefined) return isReady(left) ? this.recover(left) : undefined;
    const message = this.mailboxes.next(workspaceId, isReady);
    if (message === undefined) return;
    const state = this.graphs.find(workspaceId);
    const agent = this.agents.get(workspaceId);
    if (state === undefined || !isReachable(state.status) || agent === undefined) {
      const cause = `the agent is ${(state?.status ?? 'unknown').replaceAll('_', ' ')}`;
      if (message.waitsFor === null) this.run(message, () => this.delivery.wait(message, cause));
      return;
    }
    if (!this.isAllowed(message)) {
      const details = { from: message.from.id, to: workspaceId };
      return this.run(
        message,
        async () => void (await this.delivery.fail(message, message.attempt, 'TALK_NOT_ALLOWED', details)),
      );
    }
    this.run(message, async () => this.settled(message, await this.delivery.deliver(message, agent)));
  }

  /** The chart may have changed while the message waited. */
  private isAllowed(message: OpenMessage): boolean {
    return (
      message.from.kind !== 'workspace' ||
      mayTalk(talkTree(this.graphs, message.org), message.from.id, message.workspaceId)
    );
  }

  /** It left, and nobody works on it here: the platform died since, or what came of it could not be recorded. */
  private recover(message: OpenMessage): void {
    const agent = this.agents.get(message.workspaceId);
    this.run(message, async () => this.settled(message, await this.delivery.recover(message, agent)));
  }

  private settled(message: OpenMessage, outcome: 'ended' | 'again'): void {
    if (outcome === 'ended') return void this.pauses.delete(message.messageId);
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(message.attempt, 10));
    this.pauses.set(message.messageId, performance.now() + pause);
  }

  private run(message: OpenMessage, work: () => Promise<void>): void {
    const { workspaceId } = message;
    if (this.busy.has(workspaceId)) return;
    this.busy.add(workspaceId);
    work()
      .catch((error: unknown) => {
        this.log.error(
          { err: error, workspace_id: workspaceId },
          'a delivery could not be recorded; it is tried again',
        );
        this.settled(message, 'again');
      })
      .finally(() => {
        this.busy.delete(workspaceId);
        this.wake(workspaceId);
      });
  }

  private forgetPauses(workspaceId: string): void {
    for (const { messageId } of this.mailboxes.open(workspaceId)) this.pauses.delete(messageId);
  }
}
