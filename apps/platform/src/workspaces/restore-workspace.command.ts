import { streams, type RestoreWorkspaceBody } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner } from '../commands/command-runner.js';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { TreeStream } from './streams/tree.stream.js';

export interface RestoredWorkspace {
  status: 'restored';
  id: string;
  position: string;
  event_ids: string[];
}

export class RestoreWorkspace extends Command<RestoredWorkspace> {
  constructor(
    readonly workspaceId: string,
    readonly body: RestoreWorkspaceBody,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(RestoreWorkspace)
export class RestoreWorkspaceHandler implements ICommandHandler<RestoreWorkspace> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly tree: TreeStream,
  ) {}

  async execute({ workspaceId, body, who, meta }: RestoreWorkspace): Promise<RestoredWorkspace> {
    const parent = body.parent_id === undefined ? {} : { parentId: body.parent_id?.toLowerCase() ?? null };
    const command = { type: 'restore', workspaceId, ...parent } as const;
    const decided = await this.runner.run(this.tree, streams.tree(who.org), command, meta);
    return { status: 'restored', id: workspaceId, position: decided.position ?? '', event_ids: decided.eventIds };
  }
}
