import { GuildhallError, type GraphWorkspace } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import type { Decided } from '../commands/stream-executor.js';
import { stepOf } from '../http/request-context.js';
import { Lifecycle, summed } from './lifecycle.js';
import { TeamRights } from './team-rights.js';

export interface ResumedTeam {
  status: 'provisioning';
  resumed_count: number;
  position: string;
  event_ids: string[];
}

export class ResumeTeam extends Command<ResumedTeam> {
  constructor(
    readonly workspaceId: string,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

/** Lets a workspace and everybody paused below it go on: ours start anew, those of others are waited for. */
@CommandHandler(ResumeTeam)
export class ResumeTeamHandler implements ICommandHandler<ResumeTeam> {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly rights: TeamRights,
  ) {}

  async execute({ workspaceId, who, meta }: ResumeTeam): Promise<ResumedTeam> {
    const root = this.rights.require(who, workspaceId, 'pause');
    this.rights.requireNoPausedAbove(root, who.org);
    const done: Decided[] = [];
    for (const member of this.rights.team(workspaceId, who.org))
      done.push(await this.resume(member, workspaceId, meta));
    const resumed = done.filter(({ eventIds }) => eventIds.length > 0);
    if (resumed.length === 0)
      throw new GuildhallError('WORKSPACE_NOT_PAUSED', { id: workspaceId, status: root.status });
    return { status: 'provisioning', resumed_count: resumed.length, ...summed(resumed) };
  }

  private resume(member: GraphWorkspace, root: string, meta: CommandMeta): Promise<Decided> {
    const { id, runtime } = member;
    const place = runtime === 'external' ? { runtime, backend: null } : this.lifecycle.place(member);
    return this.lifecycle.ask(id, { type: 'resume', root, ...place }, stepOf(meta, id));
  }
}
