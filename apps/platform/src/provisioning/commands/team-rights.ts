import { GuildhallError, type GraphWorkspace, type TeamAction } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../commands/command-meta.js';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { GrantedLeads } from './granted-leads.js';

/** Finds the workspace that a request names, and whether the caller may do this to it. */
@Injectable()
export class TeamRights {
  constructor(
    private readonly graphs: OrgGraphs,
    private readonly leads: GrantedLeads,
  ) {}

  /** Throws WORKSPACE_NOT_FOUND, WORKSPACE_REMOVED, or FOREIGN_WORKSPACE where a lead has no such grant. */
  require(who: Principal, workspaceId: string, action: TeamAction): GraphWorkspace {
    const workspace = this.graphs.workspace(who.org, workspaceId);
    if (workspace === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id: workspaceId });
    if (workspace.removed !== null) throw new GuildhallError('WORKSPACE_REMOVED', { id: workspaceId });
    if (who.workspaceId !== null && !this.isLead(who.workspaceId, workspace, who.org, action))
      throw new GuildhallError('FOREIGN_WORKSPACE');
    return workspace;
  }

  private isLead(leadId: string, workspace: GraphWorkspace, org: string, action: TeamAction): boolean {
    return this.leads.allows(leadId, action) && this.above(workspace, org).some(({ id }) => id === leadId);
  }

  /** From the parent up to the top. */
  above(workspace: GraphWorkspace, org: string): GraphWorkspace[] {
    const found: GraphWorkspace[] = [];
    for (let id = workspace.parentId; id !== null; id = found.at(-1)?.parentId ?? null) {
      const parent = this.graphs.workspace(org, id);
      if (parent === undefined) break;
      found.push(parent);
    }
    return found;
  }

  /** The workspace and all workspaces below it that are not removed; parents before children. */
  team(workspaceId: string, org: string): GraphWorkspace[] {
    const reports = Map.groupBy(
      this.graphs.graph(org).workspaces.filter(({ removed }) => removed === null),
      ({ parentId }) => parentId,
    );
    const root = this.graphs.workspace(org, workspaceId);
    const found = root === undefined ? [] : [root];
    for (const member of found) for (const report of reports.get(member.id) ?? []) found.push(report);
    return found;
  }

  /** Throws ANCESTOR_PAUSED. */
  requireNoPausedAbove(workspace: GraphWorkspace, org: string): void {
    const paused = this.above(workspace, org).findLast(({ status }) => status === 'paused');
    if (paused !== undefined) throw new GuildhallError('ANCESTOR_PAUSED', { id: workspace.id, ancestor: paused.id });
  }
}
