import { externalRuntime } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../commands/command-meta.js';
import { PlatformConfig } from '../../config/platform.config.js';
import { PlatformAddress } from '../../http/server/platform-address.js';
import { OrgGraphs } from '../../graph/org-graphs.js';

/** Address at which this platform takes calls for a workspace, by its id. */
export type AgentUrlOf = (workspaceId: string) => string;

/**
 * The addresses at which agents are called: at this platform, which checks who may talk to whom, and never what an agent
 * says of itself, which could be any address in the caller's network.
 */
@Injectable()
export class AgentUrls {
  constructor(
    private readonly address: PlatformAddress,
    private readonly graphs: OrgGraphs,
    private readonly config: PlatformConfig,
  ) {}

  /** `host`: the Host header of the request. */
  for(who: Principal, host: string | undefined): AgentUrlOf {
    const base = this.reachedBy(who, host);
    return (workspaceId) => `${base}/workspaces/${workspaceId}/a2a`;
  }

  /**
   * An agent in a container reaches the platform elsewhere than people do: it gets the address that it used itself. The
   * answer goes to no one else, so a false Host header deceives only its sender.
   */
  private reachedBy(who: Principal, host: string | undefined): string {
    const { url } = this.address;
    const said = `http://${host ?? ''}`;
    if (host === undefined || !URL.canParse(said) || new URL(url).host === host) return url;
    const isBehindProxy = this.config.publicUrl !== undefined && !this.runsHere(who);
    return isBehindProxy ? url : new URL(said).origin;
  }

  private runsHere({ org, workspaceId }: Principal): boolean {
    const workspace = workspaceId === null ? undefined : this.graphs.workspace(org, workspaceId);
    return workspace !== undefined && workspace.runtime !== externalRuntime;
  }
}
