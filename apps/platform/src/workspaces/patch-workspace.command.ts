import { GuildhallError, restartReasons, type PatchWorkspaceBody, type PatchedWorkspace } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { learnsByRestart } from '@guildhall/org-graph';
import { CommandRunner } from '../commands/command-runner.js';
import { recordedChange } from '../commands/recorded-change.js';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import type { CommandOutcome } from '../commands/executor/stream-executor.js';
import { requireVersion, type DemandedVersion } from '../http/etag.js';
import { stepOf } from '../http/request-context.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { TreeStream } from './streams/tree.stream.js';
import { WorkspaceStreams } from './streams/workspace.stream.js';
import { factChanges, requireWholePlace } from './fact-changes.js';

/** Several changes of one workspace: the placement is decided on the tree, then the facts on its own stream. */
export class PatchWorkspace extends Command<PatchedWorkspace> {
  constructor(
    readonly workspaceId: string,
    readonly body: PatchWorkspaceBody,
    readonly version: DemandedVersion | null,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(PatchWorkspace)
export class PatchWorkspaceHandler implements ICommandHandler<PatchWorkspace> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly tree: TreeStream,
    private readonly facts: WorkspaceStreams,
    private readonly graphs: OrgGraphs,
  ) {}

  async execute(patch: PatchWorkspace): Promise<PatchedWorkspace> {
    requireWholePlace(patch.body);
    const placed = patch.body.parent_id === undefined ? null : await this.place(patch, patch.body.parent_id);
    const changed = await this.change(patch, placed !== null);
    const done = [placed, changed].filter((decided) => decided !== null);
    const needsRestart =
      changed?.facts.some(({ data }) => restartReasons.some((reason) => Object.hasOwn(Object(data), reason))) ===
        true && this.mayRun(patch);
    return { status: 'updated', ...(needsRestart ? { needs_restart: true } : {}), ...recordedChange(...done) };
  }

  /** An agent that is paused, not started yet or external needs no restart. */
  private mayRun({ workspaceId, body, who }: PatchWorkspace): boolean {
    const workspace = this.graphs.workspace(who.org, workspaceId);
    return workspace !== undefined && learnsByRestart({ ...workspace, runtime: body.runtime ?? workspace.runtime });
  }

  private place(
    { workspaceId, body, version, who, meta }: PatchWorkspace,
    parentId: string | null,
  ): Promise<CommandOutcome> {
    const where = body.x === undefined || body.y === undefined ? {} : { x: body.x, y: body.y };
    const command = { type: 'place', workspaceId, parentId: parentId?.toLowerCase() ?? null, ...where } as const;
    return this.runner.run(this.tree, who.org, command, stepOf(meta, 'placement'), {
      check: (tree) => requireVersion(version, 'placement', tree.placementRevision(workspaceId)),
    });
  }

  /** A refusal after the placement went through says what was applied already. */
  private async change(patch: PatchWorkspace, isPlaced: boolean): Promise<CommandOutcome | null> {
    const { workspaceId, version, who, meta } = patch;
    const changes = factChanges(patch.body, isPlaced);
    if (changes === null) return null;
    try {
      const stream = await this.facts.of(who.org, workspaceId);
      const command = { type: 'change', workspaceId, ...changes } as const;
      return await this.runner.run(stream, workspaceId, command, stepOf(meta, 'facts'), {
        check: (_state, revision) => requireVersion(version, 'facts', revision),
      });
    } catch (error) {
      if (!isPlaced || !(error instanceof GuildhallError)) throw error;
      throw new GuildhallError(error.code, { ...error.details, applied: ['parent_id'] }, { cause: error });
    }
  }
}
