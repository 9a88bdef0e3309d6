import { organisationDecider, type OrganisationCommand, type OrganisationState } from '@guildhall/domain';
import type { StreamSlice } from '../commands/stream-slice.js';

export type { OrganisationCommand };

/** Stream `organisation-<org>`. */
export const organisationSlice: StreamSlice<OrganisationState, OrganisationCommand> = {
  decider: organisationDecider,
  initial: () => organisationDecider.initialState(),
};
