import { Injectable } from '@nestjs/common';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { Backends } from '../../backend-port/backends.js';

/** Where the agents are that the engines of this platform started: what an engine says, never what an agent says. */
@Injectable()
export class StartedAgents {
  constructor(
    private readonly graphs: OrgGraphs,
    private readonly backends: Backends,
  ) {}

  /** Base address of the agent's own port as it is reached from here; null: no engine here runs it, or knows its port. */
  async addressOf(workspaceId: string): Promise<string | null> {
    const backend = this.backends.named(this.graphs.find(workspaceId)?.backend ?? null);
    return (await backend?.addressOf(workspaceId)) ?? null;
  }
}
