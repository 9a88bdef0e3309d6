import { GuildhallError } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { AgentEngine } from '../../backend-port/backend.js';
import { AgentFilesService } from '../../files/index.js';
import { OrgGraphs } from '../../graph/org-graphs.js';

/** Finds the engine in which a terminal is opened. */
@Injectable()
export class TerminalEngines {
  constructor(
    private readonly agents: AgentFilesService,
    private readonly graphs: OrgGraphs,
  ) {}

  /** Throws WORKSPACE_PAUSED, and the reason when there is no terminal at all. */
  require(workspaceId: string, org: string): AgentEngine {
    const engine = this.engineOf(workspaceId, org);
    if (this.graphs.find(workspaceId)?.status === 'paused')
      throw new GuildhallError('WORKSPACE_PAUSED', { id: workspaceId });
    return engine;
  }

  private engineOf(workspaceId: string, org: string): AgentEngine {
    try {
      return this.agents.engineOf(workspaceId, org);
    } catch (error) {
      if (error instanceof GuildhallError && error.code === 'BACKEND_HAS_NO_FILES')
        throw new GuildhallError('BACKEND_HAS_NO_TERMINAL', { id: workspaceId });
      throw error;
    }
  }
}
