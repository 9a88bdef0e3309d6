import { causeSentence, GuildhallError, type WorkspaceDocument, type WorkspaceView } from '@guildhall/contracts';
import { pastColumns, workspaceView } from '@guildhall/org-graph';
import type { Document } from '@guildhall/read-store';
import type { Vault } from '@guildhall/vault';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Principal } from '../commands/command-meta.js';
import { PastGraphs } from '../history/index.js';
import { LogFollower } from '../log/log-follower.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { InjectVault } from '../stores/injection.js';
import { openedWords } from '../stores/sealed-words.js';
import { Views } from '../stores/views.js';

const view = 'workspaces';
const pageSize = 1_000;

/** The public view: the words of agent or engine opened, alone and in the sentence of the cause. */
const opened = async (
  vault: Vault,
  { status_cause: cause, status_words: sealed, ...rest }: WorkspaceDocument,
): Promise<WorkspaceView> => {
  if (cause === null) return { ...rest, status_cause: null, status_words: null };
  const text = await openedWords(vault, sealed);
  return {
    ...rest,
    status_cause: causeSentence(cause, text),
    status_words: text === null ? null : { code: cause.code, text },
  };
};

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
  constructor(
    private readonly views: Views,
    @InjectVault() private readonly vault: Vault,
  ) {}

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
      rows.push(...(await Promise.all(page.items.map((row) => opened(this.vault, row as WorkspaceDocument)))));
      after = page.next;
    } while (after !== null);
    return rows;
  }
}

/** When to look at a workspace: at a position of the past, or now, after the view has reached `min`. */
export interface DetailMoment {
  position: string | null;
  min: string | null;
}

/** One workspace, also a removed one, as Molecule AI answers it. A workspace token sees its own only. */
export class WorkspaceQuery extends Query<WorkspaceView> {
  constructor(
    readonly id: string,
    readonly who: Principal,
    readonly moment: DetailMoment,
  ) {
    super();
  }
}

@QueryHandler(WorkspaceQuery)
export class WorkspaceQueryHandler implements IQueryHandler<WorkspaceQuery> {
  constructor(
    private readonly views: Views,
    private readonly graphs: OrgGraphs,
    private readonly follower: LogFollower,
    private readonly past: PastGraphs,
    @InjectVault() private readonly vault: Vault,
  ) {}

  async execute({ id, who, moment }: WorkspaceQuery): Promise<WorkspaceView> {
    if (who.kind === 'workspace' && who.workspaceId !== id) throw new GuildhallError('FOREIGN_WORKSPACE');
    if (moment.position !== null) return this.pastView(id, who.org, moment.position);
    await this.views.reached(view, moment.min);
    const found = (await this.views.get(view, id)) ?? (await this.foundLater(id, who));
    if (found === null || found['org'] !== who.org) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id });
    return opened(this.vault, found as unknown as WorkspaceDocument);
  }

  private async pastView(id: string, org: string, position: string): Promise<WorkspaceView> {
    const found = await this.past.workspace(org, position, id);
    if (found === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id });
    return opened(this.vault, workspaceView(org, found.node, found.details, pastColumns));
  }

  /** A workspace that this process knows is not missing: its event has yet to reach the view. */
  private async foundLater(id: string, who: Principal): Promise<Document | null> {
    if (this.graphs.workspace(who.org, id) === undefined) return null;
    await this.views.reached(view, this.follower.position);
    return this.views.get(view, id);
  }
}
