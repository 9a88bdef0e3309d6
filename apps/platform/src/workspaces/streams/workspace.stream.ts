import { GuildhallError, streams, type WorkspaceCreatedData } from '@guildhall/contracts';
import {
  decideWorkspace,
  evolveWorkspace,
  forkWorkspace,
  workspaceFrom,
  type WorkspaceCommand,
  type WorkspaceState,
} from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import { StreamExecutor } from '../../commands/executor/stream-executor.js';
import type { StreamType } from '../../commands/executor/stream-type.js';
import { TreeStream } from './tree.stream.js';

const decider = { decide: decideWorkspace, evolve: evolveWorkspace, fork: forkWorkspace };

/** Stream `workspace-<id>`: existence and the first facts come from the tree. */
@Injectable()
export class WorkspaceStreams {
  constructor(
    private readonly executor: StreamExecutor,
    private readonly tree: TreeStream,
  ) {}

  /** Throws WORKSPACE_NOT_FOUND. Facts of a removed workspace may change: they show once it is restored. */
  async of(org: string, workspaceId: string): Promise<StreamType<WorkspaceState, WorkspaceCommand>> {
    const { state } = await this.executor.state(this.tree, streams.tree(org));
    const creation = state.creationFacts(workspaceId) ?? (await this.creationElsewhere(org, workspaceId));
    if (creation === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id: workspaceId });
    return { nameOf: streams.workspace, decider, initial: () => workspaceFrom(creation) };
  }

  /** Another platform may have made it a moment ago. */
  private async creationElsewhere(org: string, workspaceId: string): Promise<WorkspaceCreatedData | undefined> {
    const { state } = await this.executor.currentState(this.tree, streams.tree(org));
    return state.creationFacts(workspaceId);
  }
}
