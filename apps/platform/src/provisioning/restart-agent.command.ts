import type { RestartBody } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { Lifecycle, summed } from './lifecycle.js';
import { TeamRights } from './team-rights.js';

export interface RestartedAgent {
  status: 'provisioning';
  reset_session: boolean;
  position: string;
  event_ids: string[];
}

export class RestartAgent extends Command<RestartedAgent> {
  constructor(
    readonly workspaceId: string,
    readonly body: RestartBody,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

/** Ends what runs and starts the next incarnation: also out of hibernation, a failure or a crash loop. */
@CommandHandler(RestartAgent)
export class RestartAgentHandler implements ICommandHandler<RestartAgent> {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly rights: TeamRights,
  ) {}

  async execute({ workspaceId, body, who, meta }: RestartAgent): Promise<RestartedAgent> {
    const workspace = this.rights.require(who, workspaceId, 'restart');
    this.rights.requireNoPausedAbove(workspace, who.org);
    const reset = body.reset === true;
    const template = body.template ?? (body.apply_template === true || body.rebuild_config === true ? '' : null);
    const wish = { type: 'restart', ...this.lifecycle.place(workspace), reset, template } as const;
    const decided = await this.lifecycle.ask(workspaceId, wish, meta);
    return { status: 'provisioning', reset_session: reset, ...summed([decided]) };
  }
}
