import { streams } from '@guildhall/contracts';
import { provisioningDecider, type ProvisioningCommand, type ProvisioningState } from '@guildhall/domain';
import type { StreamType } from '../commands/executor/stream-type.js';

export type { ProvisioningCommand };

/** Stream `provisioning-<workspaceId>`. */
export const provisioningStream: StreamType<ProvisioningState, ProvisioningCommand> = {
  nameOf: streams.provisioning,
  decider: provisioningDecider,
  initial: () => provisioningDecider.initialState(),
};
