import type { RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { repeated } from '../../clock/repeated.js';
import { LogFollower } from '../../log/log-follower.js';
import { workspaceOf } from '../../log/workspace-of.js';
import { LeasedReactor, type Reactor } from '../../reactors/reactor.js';
import { InjectLogger } from '../../stores/injection.js';
import { IdleAgents } from './idle-agents.js';
import { SleepCommands } from './sleep-commands.js';
import { SleepingAgents } from './sleeping-agents.js';

const sweepEveryMs = 1_000;

/** Puts agents to sleep that have nothing to do, and wakes those for which a message waits. */
@LeasedReactor()
@Injectable()
export class Hibernation implements Reactor {
  readonly name = 'hibernation';
  readonly after = ['provisioning'] as const;
  private stopListening: (() => void) | null = null;
  private endSweeping: () => void = () => undefined;
  private readonly waking = new Set<string>();

  constructor(
    private readonly follower: LogFollower,
    private readonly idle: IdleAgents,
    private readonly sleeping: SleepingAgents,
    private readonly commands: SleepCommands,
    @InjectLogger() private readonly log: Logger,
  ) {}

  start(): void {
    this.idle.begin();
    this.stopListening = this.follower.listen((events) => this.onRecorded(events));
    const failure = 'the look for idle agents failed; the next one tries again';
    this.endSweeping = repeated(sweepEveryMs, () => this.sweep(), { log: this.log, failure });
    this.sweep();
  }

  stop(): void {
    this.stopListening?.();
    this.endSweeping();
  }

  private onRecorded(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const workspaceId = workspaceOf(event);
      if (workspaceId === null) continue;
      this.idle.active(workspaceId);
      if (event.type === 'MessageSent' || event.type === 'WorkspaceHibernated') this.wakeIfAsked(workspaceId);
    }
  }

  private sweep(): void {
    for (const workspaceId of this.sleeping.asked()) this.wakeIfAsked(workspaceId);
    for (const intent of this.idle.all()) {
      this.idle.active(intent.workspaceId);
      void this.commands.hibernate(intent, this.idle.cause);
    }
  }

  private wakeIfAsked(workspaceId: string): void {
    const intent = this.waking.has(workspaceId) ? null : this.sleeping.toWake(workspaceId);
    if (intent === null) return;
    this.waking.add(workspaceId);
    void this.commands.wake(intent).finally(() => this.waking.delete(workspaceId));
  }
}
