import { streams } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner } from '../commands/command-runner.js';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { organisationStream, type OrganisationCommand } from './organisation.stream.js';

export interface ChangedOrganisation {
  status: 'updated';
  position: string;
  event_ids: string[];
}

export class ChangeOrganisation extends Command<ChangedOrganisation> {
  constructor(
    readonly command: OrganisationCommand,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(ChangeOrganisation)
export class ChangeOrganisationHandler implements ICommandHandler<ChangeOrganisation> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ command, who, meta }: ChangeOrganisation): Promise<ChangedOrganisation> {
    const decided = await this.runner.run(organisationStream, streams.organisation(who.org), command, meta);
    return { status: 'updated', position: decided.position ?? '', event_ids: decided.eventIds };
  }
}
