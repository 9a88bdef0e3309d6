import { GuildhallError, type HibernatedAgent } from '@guildhall/contracts';
import { isReachable } from '@guildhall/org-graph';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Principal } from '../../commands/command-meta.js';
import { recordedChange } from '../../commands/recorded-change.js';
import { Lifecycle } from './lifecycle.js';
import { TeamRights } from './team-rights.js';

/** `force`: also while it is at work. */
export class HibernateAgent extends Command<HibernatedAgent> {
  constructor(
    readonly workspaceId: string,
    readonly force: boolean,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

/** Ends the agent until the next message comes, or it is restarted. */
@CommandHandler(HibernateAgent)
export class HibernateAgentHandler implements ICommandHandler<HibernateAgent> {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly rights: TeamRights,
  ) {}

  async execute({ workspaceId, force, who, meta }: HibernateAgent): Promise<HibernatedAgent> {
    const { runtime, status, task, queued } = this.rights.require(who, workspaceId, 'pause');
    if (runtime === 'external') throw new GuildhallError('EXTERNAL_RUNTIME', { id: workspaceId });
    const busy = queued + (task === null ? 0 : 1);
    if (isReachable(status) && busy > 0 && !force)
      throw new GuildhallError('WORKSPACE_BUSY', { id: workspaceId, active_tasks: busy });
    const decided = await this.lifecycle.give(workspaceId, { type: 'hibernate', cause: { code: 'requested' } }, meta);
    if (decided.eventIds.length === 0) throw new GuildhallError('WORKSPACE_NOT_RUNNING', { id: workspaceId, status });
    return { status: 'hibernated', ...recordedChange(decided) };
  }
}
