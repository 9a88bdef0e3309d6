import { GuildhallError, type PausedTeam } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Principal } from '../../commands/command-meta.js';
import type { CommandOutcome } from '../../commands/executor/stream-executor.js';
import { stepOf } from '../../http/request-context.js';
import { recordedChange } from '../../commands/recorded-change.js';
import { Lifecycle } from './lifecycle.js';
import { TeamRights } from './team-rights.js';

export class PauseTeam extends Command<PausedTeam> {
  constructor(
    readonly workspaceId: string,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

/** Pauses a workspace and all workspaces below it. Their agents are ended, their messages wait. */
@CommandHandler(PauseTeam)
export class PauseTeamHandler implements ICommandHandler<PauseTeam> {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly rights: TeamRights,
  ) {}

  async execute({ workspaceId, who, meta }: PauseTeam): Promise<PausedTeam> {
    this.rights.require(who, workspaceId, 'pause');
    const done: CommandOutcome[] = [];
    for (const { id } of this.rights.team(workspaceId, who.org))
      done.push(await this.lifecycle.give(id, { type: 'pause', root: workspaceId }, stepOf(meta, id)));
    const paused = done.filter(({ eventIds }) => eventIds.length > 0);
    if (paused.length === 0) throw new GuildhallError('ALREADY_PAUSED', { id: workspaceId });
    return { status: 'paused', paused_count: paused.length, ...recordedChange(...paused) };
  }
}
