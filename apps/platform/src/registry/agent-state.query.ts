import { GuildhallError, type AgentStateView, type EventItem } from '@guildhall/contracts';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Principal } from '../commands/command-meta.js';
import { FeedIndex, RecordedEvents } from '../history/index.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { AgentLeases } from './heartbeats/agent-leases.js';

/** `after`: cursor of the poll before; null: from now on. */
export class AgentStateQuery extends Query<AgentStateView> {
  constructor(
    readonly workspaceId: string,
    readonly after: number | null,
    readonly limit: number,
    readonly who: Principal,
  ) {
    super();
  }
}

/** Nothing is lost between two polls: the cursor is the place in the log up to which the agent has the events. */
@QueryHandler(AgentStateQuery)
export class AgentStateQueryHandler implements IQueryHandler<AgentStateQuery> {
  constructor(
    private readonly graphs: OrgGraphs,
    private readonly events: RecordedEvents,
    private readonly feed: FeedIndex,
    private readonly leases: AgentLeases,
  ) {}

  async execute({ workspaceId, after, limit, who }: AgentStateQuery): Promise<AgentStateView> {
    if (who.kind === 'workspace' && who.workspaceId !== workspaceId) throw new GuildhallError('FOREIGN_WORKSPACE');
    const workspace = this.graphs.workspace(who.org, workspaceId);
    if (workspace === undefined || workspace.removed !== null)
      throw deleted(workspaceId, workspace?.removed?.at ?? null);
    if (who.kind === 'workspace') await this.signOfLife(workspaceId, workspace.incarnation);
    const page = await this.after(after, limit, workspaceId, who);
    return {
      workspace_id: workspaceId,
      status: workspace.status,
      paused: workspace.status === 'paused',
      deleted: false,
      deleted_at: null,
      pending_events: page.items,
      cursor: String(page.last),
      more: page.more,
    };
  }

  private async after(
    ordinal: number | null,
    limit: number,
    workspaceId: string,
    who: Principal,
  ): Promise<{ items: EventItem[]; last: number; more: boolean }> {
    if (ordinal === null) return { items: [], last: (await this.feed.newest())?.ordinal ?? 0, more: false };
    const filter = { org: who.org, workspace: workspaceId, afterOrdinal: ordinal };
    const { rows, next } = await this.feed.rows(filter, { limit, after: null, direction: 'asc' });
    const items = await this.events.ofRows(who, rows);
    const own = items.filter(({ data }) => data['workspaceId'] === workspaceId);
    return { items: own, last: rows.at(-1)?.ordinal ?? ordinal, more: next !== null };
  }

  /** Who asks is there: a poll renews the lease of an agent that has one. */
  private async signOfLife(key: string, incarnation: number): Promise<void> {
    const state = await this.leases.get(key);
    if (state !== null) await this.leases.renewAs(key, incarnation, state.telemetry);
  }
}

/** As Molecule AI answers an agent whose workspace is gone. */
export const deleted = (workspaceId: string, at: string | null): GuildhallError =>
  new GuildhallError('WORKSPACE_DELETED', {
    workspace_id: workspaceId,
    deleted: true,
    deleted_at: at,
    status: 'removed',
  });
