import { GuildhallError, type GraphWorkspace, type PeerView, type DiscoveredAgent } from '@guildhall/contracts';
import { cardBehind, mayTalk, peersOf } from '@guildhall/domain';
import { isReachable } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../commands/command-meta.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { talkTree } from '../graph/talk-tree.js';
import { Agents } from './agents.js';
import type { AgentUrlOf } from './network/agent-urls.js';

/** Who an agent may know: the same rule as for talking. */
@Injectable()
export class Peers {
  constructor(
    private readonly graphs: OrgGraphs,
    private readonly agents: Agents,
  ) {}

  /** Siblings, children and parent; roots see all roots. `q`: part of name or role, in any letter case. */
  list(id: string, who: Principal, urlOf: AgentUrlOf, q?: string): PeerView[] {
    if (who.kind === 'workspace' && who.workspaceId !== id) throw new GuildhallError('FOREIGN_WORKSPACE');
    this.require(who.org, id);
    const graph = this.graphs.graph(who.org);
    const wanted = q?.toLowerCase() ?? '';
    const ids = new Set(peersOf(graph.workspaces, id));
    return graph.workspaces
      .filter(
        (workspace) => ids.has(workspace.id) && `${workspace.name}\n${workspace.role}`.toLowerCase().includes(wanted),
      )
      .map((workspace) => this.peer(workspace, urlOf(workspace.id)));
  }

  /** Where an agent is called that the caller may talk to; AGENT_NOT_ONLINE when it is not there. */
  discover(id: string, who: Principal, caller: string | null, urlOf: AgentUrlOf): DiscoveredAgent {
    const workspace = this.require(who.org, id);
    if (caller !== null && !this.mayTalk(caller, id, who))
      throw new GuildhallError('TALK_NOT_ALLOWED', { from: caller, to: id });
    if (this.agents.get(id) === undefined || !isReachable(workspace.status))
      throw new GuildhallError('AGENT_NOT_ONLINE', { id, status: workspace.status });
    return { id, url: urlOf(id), name: workspace.name };
  }

  mayTalk(from: string, to: string, who: Principal): boolean {
    return mayTalk(talkTree(this.graphs, who.org), from, to);
  }

  private require(org: string, id: string): GraphWorkspace {
    const workspace = this.graphs.workspace(org, id);
    if (workspace === undefined || workspace.removed !== null) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id });
    return workspace;
  }

  private peer(workspace: GraphWorkspace, url: string): PeerView {
    const agent = this.agents.get(workspace.id);
    const { id, name, role, tier, status, parentId } = workspace;
    return {
      id,
      name,
      role,
      tier,
      status,
      agent_card: agent === undefined ? null : cardBehind(agent.card, url),
      url: agent === undefined ? null : url,
      parent_id: parentId,
      active_tasks: workspace.task === null ? 0 : 1,
    };
  }
}
