import { Injectable } from '@nestjs/common';
import { Backends } from '../../backend-port/backends.js';
import type { Intent } from '../intents.js';
import { BackendReports } from './backend-reports.js';
import { isOpen, OpenIntents } from './open-intents.js';
import { ProvisioningQueue } from './provisioning-queue.js';

/** Ends what should not run any more, and records what ended by itself. */
@Injectable()
export class BackendEnds {
  constructor(
    private readonly intents: OpenIntents,
    private readonly backends: Backends,
    private readonly work: ProvisioningQueue,
    private readonly reports: BackendReports,
  ) {
    for (const backend of backends.all)
      backend.onExit((exit) => this.work.next(exit.workspaceId, () => this.reports.ended(exit)));
  }

  /** What runs of ours is ended where the agent is run by its owner from now on. */
  leave(intent: Intent): void {
    this.work.next(intent.workspaceId, () => this.reports.stop(intent, 'left', { code: 'runtime_external' }));
  }

  /** Nothing may run of a workspace that is held, ended or removed. */
  halt(workspaceId: string): void {
    this.work.next(workspaceId, async () => {
      const intent = this.intents.get(workspaceId);
      if (intent === undefined || this.intents.open(workspaceId) !== null) return;
      await this.backends.named(intent.backend)?.stop(workspaceId);
    });
  }

  /** An engine that is away is asked when it is back, by what it kept. */
  purge(workspaceId: string): void {
    this.work.next(workspaceId, async () => {
      for (const backend of this.backends.all)
        if (this.backends.problemOf(backend.name) === null) await backend.purge(workspaceId);
    });
  }

  /** Also what has not started yet: it must not begin by itself when the workspace is restored. */
  removed(): void {
    for (const intent of this.intents.all()) {
      if (!isOpen(intent) || !this.intents.isRemoved(intent)) continue;
      this.work.next(intent.workspaceId, () => this.reports.stop(intent, 'removed', { code: 'workspace_removed' }));
    }
  }
}
