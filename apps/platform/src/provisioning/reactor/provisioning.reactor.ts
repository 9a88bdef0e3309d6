import type { RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { LogFollower } from '../../log/log-follower.js';
import { workspaceOf } from '../../log/workspace-of.js';
import { LeasedReactor, type Reactor } from '../../reactors/reactor.js';
import { BackendEnds } from './backend-ends.js';
import { EngineSupervision } from './engine/engine-supervision.js';
import { NextSteps } from './next-steps.js';
import { ProvisioningQueue } from './provisioning-queue.js';

/** After these, nothing of that incarnation may keep running. */
const ending = new Set(['WorkspacePaused', 'WorkspaceHibernated', 'ProvisioningFailed', 'BackendStopped']);

/**
 * Performs what the log asks of the backends and records the outcome. After a start it first looks at what runs:
 * it adopts that, ends what should not run any more, and acts only on intents that are still open.
 */
@LeasedReactor()
@Injectable()
export class ProvisioningReactor implements Reactor {
  readonly name = 'provisioning';
  readonly after = ['liveness'] as const;
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly follower: LogFollower,
    private readonly work: ProvisioningQueue,
    private readonly engines: EngineSupervision,
    private readonly steps: NextSteps,
    private readonly ends: BackendEnds,
  ) {}

  async start(): Promise<void> {
    this.work.open();
    this.steps.begin();
    this.stopListening = this.follower.listen((events) => this.onRecorded(events));
    await this.engines.start();
    this.ends.removed();
    this.steps.considerAll();
    this.engines.sweep();
  }

  stop(): void {
    this.work.close();
    this.engines.stop();
    this.stopListening?.();
    this.steps.stop();
  }

  private onRecorded(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const workspaceId = workspaceOf(event);
      if (workspaceId === null) continue;
      if (event.type === 'WorkspacePurged') this.ends.purge(workspaceId);
      else if (event.type === 'WorkspaceRemoved') this.ends.removed();
      else if (ending.has(event.type)) this.ends.halt(workspaceId);
      else this.steps.consider(workspaceId);
    }
  }
}
