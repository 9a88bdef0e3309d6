import { streams } from '@guildhall/contracts';
import { organisationDecider, type OrganisationCommand, type OrganisationState } from '@guildhall/domain';
import type { StreamType } from '../commands/executor/stream-type.js';

export type { OrganisationCommand };

/** Stream `organisation-<org>`. */
export const organisationStream: StreamType<OrganisationState, OrganisationCommand> = {
  nameOf: streams.organisation,
  decider: organisationDecider,
  initial: () => organisationDecider.initialState(),
};
