import { credentialDecider, type CredentialCommand, type CredentialState } from '@guildhall/domain';
import type { StreamSlice } from '../commands/stream-slice.js';

export type { CredentialCommand };

/** Stream `credential-<id>`. */
export const credentialSlice: StreamSlice<CredentialState, CredentialCommand> = {
  decider: credentialDecider,
  initial: () => credentialDecider.initialState(),
};
