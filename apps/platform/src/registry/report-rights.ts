import { GuildhallError } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../commands/command-meta.js';
import { OrgGraphs } from '../graph/org-graphs.js';

/** Who may report for an agent: its own workspace's token, or an operator. */
@Injectable()
export class ReportRights {
  constructor(private readonly graphs: OrgGraphs) {}

  /**
   * The incarnation that is reported for; only the newest start of an agent may report. Throws FOREIGN_WORKSPACE,
   * WORKSPACE_NOT_FOUND, WORKSPACE_REMOVED, STALE_INCARNATION.
   */
  incarnationOf(workspaceId: string, who: Principal): number {
    if (who.kind === 'workspace' && who.workspaceId !== workspaceId) throw new GuildhallError('FOREIGN_WORKSPACE');
    const workspace = this.graphs.workspace(who.org, workspaceId);
    if (workspace === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id: workspaceId });
    if (workspace.removed !== null) throw new GuildhallError('WORKSPACE_REMOVED', { id: workspaceId });
    if (who.incarnation !== null && who.incarnation < workspace.incarnation)
      throw new GuildhallError('STALE_INCARNATION');
    return who.incarnation ?? workspace.incarnation;
  }

  isPaused(workspaceId: string): boolean {
    return this.graphs.find(workspaceId)?.status === 'paused';
  }
}
