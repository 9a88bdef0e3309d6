import { type StoppedAll } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMeta, Principal } from '../../commands/command-meta.js';
import type { CommandOutcome } from '../../commands/executor/stream-executor.js';
import { stepOf } from '../../http/request-context.js';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { recordedChange } from '../../commands/recorded-change.js';
import { Lifecycle } from './lifecycle.js';

export class StopAll extends Command<StoppedAll> {
  constructor(
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

/** Ends every agent of the organisation that Guildhall runs. They stay stopped until they are restarted. */
@CommandHandler(StopAll)
export class StopAllHandler implements ICommandHandler<StopAll> {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly graphs: OrgGraphs,
  ) {}

  async execute({ who, meta }: StopAll): Promise<StoppedAll> {
    const ours = this.graphs
      .graph(who.org)
      .workspaces.filter(({ removed, runtime }) => removed === null && runtime !== 'external');
    const done: CommandOutcome[] = [];
    for (const { id } of ours)
      done.push(await this.lifecycle.give(id, { type: 'stop', cause: { code: 'all_stopped' } }, stepOf(meta, id)));
    const stopped = done.filter(({ eventIds }) => eventIds.length > 0);
    return { stopped: stopped.length, ...recordedChange(...stopped) };
  }
}
