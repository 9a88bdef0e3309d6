import type { Cause } from '@guildhall/contracts';
import type { AgentCommand } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import { CommandRunner } from '../commands/command-runner.js';
import { newId } from '../commands/ids.js';
import { systemMeta } from '../commands/system-meta.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { agentStream } from './agent.stream.js';
import { Agents } from './agents.js';

/** Writes into the log what the platform itself found out about agents; what is known already changes nothing. */
@Injectable()
export class AgentRecord {
  constructor(
    private readonly runner: CommandRunner,
    private readonly graphs: OrgGraphs,
    private readonly agents: Agents,
  ) {}

  wentOnline(workspaceId: string, incarnation: number, cause: Cause): Promise<void> {
    return this.write({ type: 'wentOnline', workspaceId, incarnation, cause });
  }

  /** Nothing happens when the agent was replaced by a newer start. */
  wentOffline(workspaceId: string, incarnation: number, cause: Cause): Promise<void> {
    return this.write({ type: 'wentOffline', workspaceId, incarnation, cause });
  }

  private async write(command: AgentCommand): Promise<void> {
    const { workspaceId } = command;
    const org = this.graphs.organisationOf(workspaceId);
    if (org === undefined || this.agents.get(workspaceId) === undefined) return;
    const correlationId = newId();
    const meta = systemMeta('liveness', { org, key: [workspaceId, correlationId], correlationId });
    await this.runner.runAndFold(agentStream, workspaceId, command, meta);
  }
}
