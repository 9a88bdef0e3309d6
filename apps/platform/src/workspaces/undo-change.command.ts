import { GuildhallError, type UndoneChange } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner } from '../commands/command-runner.js';
import { recordedChange } from '../commands/recorded-change.js';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { derivedId } from '../commands/ids.js';
import type { CommandOutcome } from '../commands/executor/stream-executor.js';
import { stepOf } from '../http/request-context.js';
import { TreeStream } from './streams/tree.stream.js';
import { WorkspaceStreams } from './streams/workspace.stream.js';

/** Takes back one change of a workspace, wherever it was decided. */
export class UndoChange extends Command<UndoneChange> {
  constructor(
    readonly workspaceId: string,
    readonly eventId: string,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(UndoChange)
export class UndoChangeHandler implements ICommandHandler<UndoChange> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly tree: TreeStream,
    private readonly facts: WorkspaceStreams,
  ) {}

  async execute(undo: UndoChange): Promise<UndoneChange> {
    const decided = (await this.onTree(undo)) ?? (await this.onFacts(undo));
    return { status: 'undone', ...recordedChange(decided) };
  }

  /** Null: the event is not one of the tree. */
  private async onTree({ workspaceId, eventId, who, meta }: UndoChange): Promise<CommandOutcome | null> {
    const step = stepOf(meta, 'tree');
    const command = { type: 'undo', eventId, workspaceId, removalId: derivedId('removal', step.commandId) } as const;
    try {
      return await this.runner.run(this.tree, who.org, command, step);
    } catch (error) {
      if (error instanceof GuildhallError && error.code === 'UNDO_UNKNOWN') return null;
      throw error;
    }
  }

  private async onFacts({ workspaceId, eventId, who, meta }: UndoChange): Promise<CommandOutcome> {
    const stream = await this.facts.of(who.org, workspaceId);
    const command = { type: 'undo', eventId, workspaceId } as const;
    return this.runner.run(stream, workspaceId, command, stepOf(meta, 'facts'));
  }
}
