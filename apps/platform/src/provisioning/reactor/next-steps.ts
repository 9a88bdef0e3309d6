import { millisecondsOf } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { clock } from '../../clock/clock.js';
import { AgentStarter } from './agent-starter.js';
import { BackendEnds } from './backend-ends.js';
import { isOpen, OpenIntents } from './open-intents.js';
import { ProvisioningQueue } from './provisioning-queue.js';
import { StartDeadlines } from './start-deadlines.js';

/** Decides what to do next for a workspace, now or when its time has come. */
@Injectable()
export class NextSteps {
  constructor(
    private readonly intents: OpenIntents,
    private readonly work: ProvisioningQueue,
    private readonly starter: AgentStarter,
    private readonly ends: BackendEnds,
    private readonly deadlines: StartDeadlines,
  ) {
    work.onIdle((workspaceId) => this.consider(workspaceId));
  }

  begin(): void {
    this.deadlines.begin();
  }

  considerAll(): void {
    for (const { workspaceId } of this.intents.all()) this.consider(workspaceId);
  }

  consider(workspaceId: string): void {
    const intent = this.intents.get(workspaceId);
    if (intent === undefined || this.work.isClosed) return;
    if (intent.runtime === 'external') return isOpen(intent) ? this.ends.leave(intent) : undefined;
    if (!this.intents.isRemoved(intent) && intent.phase === 'wanted')
      return this.work.next(workspaceId, () => this.starter.request(intent));
    if (this.intents.open(workspaceId) === null) return;
    if (intent.phase === 'running') return this.deadlines.expect(intent);
    const wait = intent.notBefore === null ? 0 : millisecondsOf(intent.notBefore) - clock.now();
    if (wait <= 0) return this.work.next(workspaceId, () => this.starter.perform(workspaceId, intent.incarnation));
    this.deadlines.later(workspaceId, wait, () => this.consider(workspaceId));
  }

  stop(): void {
    this.deadlines.clear();
  }
}
