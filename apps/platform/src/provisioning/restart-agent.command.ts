import { GuildhallError, streams } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner } from '../commands/command-runner.js';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { OrgGraphs } from '../organisations/org-graphs.js';
import { ProvisioningReactor } from './provisioning.reactor.js';
import { provisioningSlice } from './provisioning.slice.js';

export interface RestartedAgent {
  status: 'provisioning';
  position: string;
  event_ids: string[];
}

export class RestartAgent extends Command<RestartedAgent> {
  constructor(
    readonly workspaceId: string,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(RestartAgent)
export class RestartAgentHandler implements ICommandHandler<RestartAgent> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly graphs: OrgGraphs,
    private readonly reactor: ProvisioningReactor,
  ) {}

  async execute({ workspaceId, who, meta }: RestartAgent): Promise<RestartedAgent> {
    const workspace = this.graphs.workspace(who.org, workspaceId);
    if (workspace === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id: workspaceId });
    if (workspace.removed !== null) throw new GuildhallError('WORKSPACE_REMOVED', { id: workspaceId });
    if (workspace.runtime === 'external') throw new GuildhallError('EXTERNAL_RUNTIME', { id: workspaceId });
    const backend = this.reactor.backendFor(workspace.runtime)?.name ?? null;
    const command = { type: 'restart', workspaceId, runtime: workspace.runtime, backend, now: meta.now } as const;
    const decided = await this.runner.run(provisioningSlice, streams.provisioning(workspaceId), command, meta);
    return { status: 'provisioning', position: decided.position ?? '', event_ids: decided.eventIds };
  }
}
