import { type RemoveQuery, type RemovedWorkspace } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner } from '../commands/command-runner.js';
import { recordedChange } from '../commands/recorded-change.js';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import type { CommandOutcome } from '../commands/executor/stream-executor.js';
import { derivedId } from '../commands/ids.js';
import { requireVersion, type DemandedVersion } from '../http/etag.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { TreeStream } from './streams/tree.stream.js';

export class RemoveWorkspace extends Command<RemovedWorkspace> {
  constructor(
    readonly workspaceId: string,
    readonly query: RemoveQuery,
    readonly version: DemandedVersion | null,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

/** Removes a workspace with its team. By that their tokens end, see `CredentialIndex`; their reactor ends backends. */
@CommandHandler(RemoveWorkspace)
export class RemoveWorkspaceHandler implements ICommandHandler<RemoveWorkspace> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly tree: TreeStream,
    private readonly graphs: OrgGraphs,
  ) {}

  async execute({ workspaceId, query, version, who, meta }: RemoveWorkspace): Promise<RemovedWorkspace> {
    const removalId = derivedId('removal', meta.commandId);
    const [confirm, purge] = [query.confirm === 'true', query.purge === 'true'];
    const command = { type: 'remove', workspaceId, removalId, confirm, purge } as const;
    const decided = await this.runner.run(this.tree, who.org, command, meta, {
      check: (tree) => requireVersion(version, 'placement', tree.placementRevision(workspaceId)),
    });
    await this.runner.folded(decided.position);
    const removed = purge ? purgedBy(decided) : this.removedBy(removalId, who.org);
    return {
      status: purge ? 'purged' : 'removed',
      cascade_deleted: Math.max(0, removed.length - 1),
      removal_id: removalId,
      event_id: decided.eventIds.at(-1) ?? null,
      ...recordedChange(decided),
    };
  }

  private removedBy(removalId: string, org: string): string[] {
    const { workspaces } = this.graphs.graph(org);
    return workspaces.filter(({ removed }) => removed?.removalId === removalId).map(({ id }) => id);
  }
}

const purgedBy = ({ facts }: CommandOutcome): string[] =>
  facts.flatMap(({ type, data }) =>
    type === 'WorkspacePurged' ? [(data as { workspaceId: string }).workspaceId] : [],
  );
