import type { AgentAddress } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import { AgentEndpoints } from './agent-endpoints.js';
import { NetworkGuard } from './network-guard.js';
import { StartedAgents } from './started-agents.js';

/** Takes the addresses that agents report. */
@Injectable()
export class AgentAddresses {
  constructor(
    private readonly guard: NetworkGuard,
    private readonly started: StartedAgents,
    private readonly endpoints: AgentEndpoints,
  ) {}

  /** Throws AGENT_URL_FORBIDDEN for an address that no agent may have here. */
  async require(url: string): Promise<void> {
    await this.guard.check(url);
  }

  /** The address as the log may hold it. Throws AGENT_URL_FORBIDDEN. */
  async accepted(workspaceId: string, reported: string): Promise<AgentAddress> {
    const published = await this.started.addressOf(workspaceId);
    const { url } = await this.guard.check(reachable(reported, published), () => Promise.resolve(published));
    return this.endpoints.seal(workspaceId, url);
  }
}

/** Inside a container an agent does not know under which address the engine publishes it. */
const reachable = (reported: string, published: string | null): string => {
  if (published === null || !URL.canParse(reported)) return reported;
  const { pathname, search } = new URL(reported);
  return new URL(`${pathname}${search}`, published).href;
};
