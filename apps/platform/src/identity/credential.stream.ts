import { streams } from '@guildhall/contracts';
import { credentialDecider, type CredentialCommand, type CredentialState } from '@guildhall/domain';
import type { StreamType } from '../commands/executor/stream-type.js';

export type { CredentialCommand };

/** Stream `credential-<id>`. */
export const credentialStream: StreamType<CredentialState, CredentialCommand> = {
  nameOf: streams.credential,
  decider: credentialDecider,
  initial: () => credentialDecider.initialState(),
};
