import { GuildhallError, type RestartBody, type RestartedAgent } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Principal } from '../../commands/command-meta.js';
import { FirstFiles } from '../launch/launch-ports.js';
import { Intents } from '../intents.js';
import { recordedChange } from '../../commands/recorded-change.js';
import { Lifecycle } from './lifecycle.js';
import { TeamRights } from './team-rights.js';

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
    private readonly files: FirstFiles,
    private readonly intents: Intents,
  ) {}

  async execute({ workspaceId, body, who, meta }: RestartAgent): Promise<RestartedAgent> {
    const workspace = this.rights.require(who, workspaceId, 'restart');
    this.rights.requireNoPausedAbove(workspace, who.org);
    const reset = body.reset === true;
    const template = await this.template(workspaceId, body, who.org);
    if (who.workspaceId !== null && (reset || template !== null))
      throw new GuildhallError('BEYOND_GRANT', { reason: 'only an operator may reset a session or apply a template.' });
    const command = { type: 'restart', ...this.lifecycle.target(workspace), reset, template } as const;
    const decided = await this.lifecycle.give(workspaceId, command, meta);
    return { status: 'provisioning', reset_session: reset, ...recordedChange(decided) };
  }

  /** Before anything ends: a healthy agent must not stop for a template that is not there. `''`: the one it was made from. */
  private async template(workspaceId: string, body: RestartBody, org: string): Promise<string | null> {
    const { template, apply_template, rebuild_config } = body;
    const isOwn = template === undefined && (apply_template === true || rebuild_config === true);
    const id = isOwn ? this.intents.get(workspaceId)?.madeFrom : template;
    if (id === null) throw new GuildhallError('WORKSPACE_WITHOUT_TEMPLATE', { id: workspaceId });
    if (id === undefined) return null;
    await this.files.requireTemplate(id, org);
    return isOwn ? '' : id;
  }
}
