import { GuildhallError } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { BackendFailure } from '../../backend-port/backend.js';
import { Backends } from '../../backend-port/backends.js';
import type { Intent } from '../intents.js';
import { AgentLaunch } from '../launch/agent-launch.js';
import { ContainerGateway } from '../launch/container-gateway.js';
import { BackendReports } from './backend-reports.js';
import { OpenIntents } from './open-intents.js';
import { startFailureOf } from '../launch/start-failure.js';

/** Starts the agents that the log asks for. */
@Injectable()
export class AgentStarter {
  constructor(
    private readonly intents: OpenIntents,
    private readonly backends: Backends,
    private readonly gateway: ContainerGateway,
    private readonly launch: AgentLaunch,
    private readonly reports: BackendReports,
  ) {}

  async request({ workspaceId }: Intent): Promise<void> {
    const intent = this.intents.get(workspaceId);
    if (intent?.phase !== 'wanted') return;
    await this.reports.requested(intent, this.backends.forRuntime(intent.runtime)?.name ?? null);
  }

  async perform(workspaceId: string, incarnation: number): Promise<void> {
    const intent = this.intents.open(workspaceId);
    if (intent?.phase !== 'requested' || intent.incarnation !== incarnation) return;
    const backend = this.backends.named(intent.backend);
    try {
      if (backend === null)
        throw BackendFailure.of(
          new GuildhallError('START_FAILED', { reason: 'backend_missing', backend: intent.backend }),
        );
      await this.gateway.prepare(backend);
      await this.reports.started(intent, await this.launch.start(backend, intent));
    } catch (error) {
      if (error instanceof BackendFailure && error.passing) {
        await this.reports.lost(intent, { code: error.code });
        throw error;
      }
      await this.reports.failed(intent, startFailureOf(error));
    }
  }
}
