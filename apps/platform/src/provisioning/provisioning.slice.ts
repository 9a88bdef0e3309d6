import { provisioningDecider, type ProvisioningCommand, type ProvisioningState } from '@guildhall/domain';
import type { StreamSlice } from '../commands/stream-slice.js';

export type { ProvisioningCommand };

/** Stream `provisioning-<workspaceId>`. */
export const provisioningSlice: StreamSlice<ProvisioningState, ProvisioningCommand> = {
  decider: provisioningDecider,
  initial: () => provisioningDecider.initialState(),
};
