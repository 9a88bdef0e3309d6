import { GuildhallError, type GraphWorkspace, type ResumedTeam } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Principal } from '../../commands/command-meta.js';
import type { CommandOutcome } from '../../commands/executor/stream-executor.js';
import { stepOf } from '../../http/request-context.js';
import { Intents } from '../intents.js';
import { recordedChange } from '../../commands/recorded-change.js';
import { Lifecycle } from './lifecycle.js';
import { TeamRights } from './team-rights.js';

export class ResumeTeam extends Command<ResumedTeam> {
  constructor(
    readonly workspaceId: string,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

/** Resumes a workspace and all paused workspaces below it: our agents are started, external ones are awaited. */
@CommandHandler(ResumeTeam)
export class ResumeTeamHandler implements ICommandHandler<ResumeTeam> {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly rights: TeamRights,
    private readonly intents: Intents,
  ) {}

  async execute({ workspaceId, who, meta }: ResumeTeam): Promise<ResumedTeam> {
    const root = this.rights.require(who, workspaceId, 'pause');
    this.rights.requireNoPausedAbove(root, who.org);
    const team = this.rights.team(workspaceId, who.org);
    const mine = who.workspaceId === null ? team : this.pausedBy(who.workspaceId, team);
    if (mine.length === 0 && team.some(({ status }) => status === 'paused'))
      throw new GuildhallError('BEYOND_GRANT', { reason: 'a lead resumes what it paused, and nothing else.' });
    const done: CommandOutcome[] = [];
    for (const member of mine) done.push(await this.resume(member, workspaceId, meta));
    const resumed = done.filter(({ eventIds }) => eventIds.length > 0);
    if (resumed.length === 0)
      throw new GuildhallError('WORKSPACE_NOT_PAUSED', { id: workspaceId, status: root.status });
    return { status: 'provisioning', resumed_count: resumed.length, ...recordedChange(...resumed) };
  }

  /** A pause of an operator lasts until an operator ends it. */
  private pausedBy(leadId: string, team: readonly GraphWorkspace[]): GraphWorkspace[] {
    return team.filter(({ id }) => {
      const by = this.intents.get(id)?.pausedBy;
      return by?.kind === 'workspace' && by.id === leadId;
    });
  }

  private resume(member: GraphWorkspace, root: string, meta: CommandMeta): Promise<CommandOutcome> {
    const { id, runtime } = member;
    const target = runtime === 'external' ? { runtime, backend: null } : this.lifecycle.target(member);
    return this.lifecycle.give(id, { type: 'resume', root, ...target }, stepOf(meta, id));
  }
}
