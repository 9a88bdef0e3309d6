import { Injectable } from '@nestjs/common';
import type { AgentBackend } from '../../../backend-port/backend.js';
import { ContainerGateway } from '../../launch/container-gateway.js';
import { BackendReports } from '../backend-reports.js';
import { EngineWatch } from './engine-watch.js';
import { isOpen, OpenIntents } from '../open-intents.js';
import { Reconciliation } from '../reconciliation.js';

/** Keeps the engines in sight, and acts when one goes away or comes back. */
@Injectable()
export class EngineSupervision {
  constructor(
    private readonly watch: EngineWatch,
    private readonly reconciliation: Reconciliation,
    private readonly gateway: ContainerGateway,
    private readonly intents: OpenIntents,
    private readonly reports: BackendReports,
  ) {}

  /** Resolves when every engine was looked at once. */
  start(): Promise<void> {
    return this.watch.start((backend, problem) => this.changed(backend, problem));
  }

  /** From now on what runs is compared every now and then. */
  sweep(): void {
    this.reconciliation.start();
  }

  stop(): void {
    this.watch.stop();
    this.reconciliation.stop();
  }

  private async changed(backend: AgentBackend, problem: string | null): Promise<void> {
    const open = this.intents.all().filter((intent) => intent.backend === backend.name && isOpen(intent));
    if (problem === null) {
      if (open.length > 0) await this.gateway.prepare(backend);
      await this.reconciliation.compare(backend);
      return this.reconciliation.purgeLeft(backend);
    }
    for (const intent of open) if (!intent.lost) await this.reports.lost(intent, { code: 'ENGINE_UNREACHABLE' });
  }
}
