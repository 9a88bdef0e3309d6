import { GuildhallError, type WorkspaceView } from '@guildhall/contracts';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Principal } from '../commands/command-meta.js';
import { Views } from '../stores/views.js';

const view = 'workspaces';
const pageSize = 1_000;

/** All workspaces in the order they were created. */
export class WorkspacesQuery extends Query<WorkspaceView[]> {
  constructor(
    readonly removed: boolean,
    readonly who: Principal,
    readonly minPosition: string | null,
  ) {
    super();
  }
}

@QueryHandler(WorkspacesQuery)
export class WorkspacesQueryHandler implements IQueryHandler<WorkspacesQuery> {
  constructor(private readonly views: Views) {}

  async execute({ removed, who, minPosition }: WorkspacesQuery): Promise<WorkspaceView[]> {
    await this.views.reached(view, minPosition);
    const filter = { org: who.org, ...(removed ? {} : { removed_at: null }) };
    const sort = [{ field: 'created_at', direction: 'asc' as const }];
    const rows: WorkspaceView[] = [];
    let after: string | null = null;
    do {
      const page: { items: object[]; next: string | null } = await this.views.find(view, filter, {
        sort,
        limit: pageSize,
        ...(after === null ? {} : { after }),
      });
      rows.push(...(page.items as WorkspaceView[]));
      after = page.next;
    } while (after !== null);
    return rows;
  }
}

/** One workspace; also a removed one, as in the reference. A workspace token sees its own only. */
export class WorkspaceQuery extends Query<WorkspaceView> {
  constructor(
    readonly id: string,
    readonly who: Principal,
    readonly minPosition: string | null,
  ) {
    super();
  }
}

@QueryHandler(WorkspaceQuery)
export class WorkspaceQueryHandler implements IQueryHandler<WorkspaceQuery> {
  constructor(private readonly views: Views) {}

  async execute({ id, who, minPosition }: WorkspaceQuery): Promise<WorkspaceView> {
    if (who.kind === 'workspace' && who.workspaceId !== id) throw new GuildhallError('FOREIGN_WORKSPACE');
    await this.views.reached(view, minPosition);
    const found = await this.views.get(view, id);
    if (found === null || found['org'] !== who.org) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id });
    return found as unknown as WorkspaceView;
  }
}
