import type { RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { LogFollower } from '../../log/log-follower.js';
import { workspaceOf } from '../../log/workspace-of.js';
import { DeliveryPlan, type DeliveryStep } from './delivery-plan.js';
import { Mailboxes, type OpenMessage } from '../mailboxes.js';
import { MessageDelivery } from './message-delivery.js';
import { InjectLogger } from '../../stores/injection.js';
import { clock } from '../../clock/clock.js';
import { repeated } from '../../clock/repeated.js';
import { LeasedReactor, type Reactor } from '../../reactors/reactor.js';

const firstPauseMs = 500;
const longestPauseMs = 30_000;
const tickMs = 250;

/**
 * The reactor of the mailboxes: one message at a time to each agent that is online, in the order they were sent. It
 * keeps no truth: what is open stands in the log, and is looked at again after a start.
 */
@LeasedReactor()
@Injectable()
export class MessageDispatcher implements Reactor {
  readonly name = 'messages';
  readonly after = ['provisioning', 'hibernation'] as const;
  private readonly busy = new Set<string>();
  /** Messages that could not be delivered, and when to try again (monotonic milliseconds). */
  private readonly pauses = new Map<string, number>();
  private isOn = false;
  private stopListening: (() => void) | null = null;
  private endTicking: () => void = () => undefined;

  constructor(
    private readonly follower: LogFollower,
    private readonly mailboxes: Mailboxes,
    private readonly plan: DeliveryPlan,
    private readonly delivery: MessageDelivery,
    @InjectLogger() private readonly log: Logger,
  ) {}

  /** Effects on: everything folded so far is looked at, then every new event. */
  start(): void {
    this.isOn = true;
    this.stopListening = this.follower.listen((events) => this.onRecorded(events));
    for (const workspaceId of this.mailboxes.workspaces()) this.wake(workspaceId);
    const failure = 'the look through the mailboxes failed; the next one tries again';
    this.endTicking = repeated(tickMs, () => this.tick(), { log: this.log, failure });
  }

  stop(): void {
    this.isOn = false;
    this.stopListening?.();
    this.endTicking();
  }

  private onRecorded(events: readonly RecordedEvent[]): void {
    const touched = new Set<string>();
    for (const event of events) {
      const workspaceId = workspaceOf(event);
      if (workspaceId === null) continue;
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
    const step = this.plan.next(workspaceId, ({ messageId }) => (this.pauses.get(messageId) ?? 0) <= now);
    if (step !== null) this.run(step.message, () => this.take(step));
  }

  private async take(step: DeliveryStep): Promise<void> {
    const { message } = step;
    if (step.kind === 'wait') await this.delivery.wait(message, step.cause);
    else if (step.kind === 'refuse')
      await this.delivery.fail(message, message.attempt, { code: 'TALK_NOT_ALLOWED', details: step.details });
    else if (step.kind === 'recover') this.settled(message, await this.delivery.recover(message, step.agent));
    else this.settled(message, await this.delivery.deliver(message, step.agent));
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
          'a delivery could not be recorded; the platform tries again',
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
