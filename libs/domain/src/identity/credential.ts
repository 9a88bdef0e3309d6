import {
  credentialStatusAfter,
  GuildhallError,
  type Cause,
  type CredentialFact,
  type CredentialId,
  type CredentialStatus,
  type DataOf,
  type identityEvents,
  type Instant,
  type TokenKind,
  type WorkspaceId,
} from '@guildhall/contracts';
import type { Decider, Evolved } from '../decider.js';

/** `digest`: SHA-256 (hex) of the token; `prefix`: its first eight characters. The token itself never gets here. */
export type CredentialCommand = { credentialId: CredentialId } & (
  | {
      type: 'issue';
      kind: TokenKind;
      workspaceId: WorkspaceId | null;
      incarnation: number | null;
      name: string;
      prefix: string;
      digest: string;
      expiresAt: Instant | null;
    }
  | { type: 'revoke'; workspaceId: WorkspaceId | null; cause: Cause }
  | ({ type: 'login' } & Omit<DataOf<(typeof identityEvents)['OperatorLoggedIn']>, 'credentialId'>)
  | { type: 'endSession' }
  | {
      type: 'refused';
      code: string;
      method: string;
      path: string;
      request: string | null;
      workspaceId: WorkspaceId | null;
      count: number;
      since: Instant;
      until: Instant;
    }
);

/** Expiry is not a status: time is not an event, so every check compares `expiresAt`. */
export interface CredentialState {
  status: 'none' | CredentialStatus;
}

const evolve = ({ status }: CredentialState, { type }: Evolved<CredentialFact>): CredentialState => ({
  status: credentialStatusAfter[type] ?? status,
});

const decide = ({ status }: CredentialState, command: CredentialCommand): CredentialFact[] => {
  switch (command.type) {
    case 'issue': {
      const { type: _type, ...data } = command;
      requireNew(status, data.credentialId);
      return [{ type: 'TokenIssued', data }];
    }
    case 'login': {
      const { type: _type, ...data } = command;
      requireNew(status, data.credentialId);
      return [{ type: 'OperatorLoggedIn', data }];
    }
    case 'refused': {
      const { type: _type, ...data } = command;
      return [{ type: 'AccessRefused', data }];
    }
    case 'revoke': {
      const { type: _type, ...data } = command;
      if (status === 'none') throw new GuildhallError('TOKEN_NOT_FOUND', { id: data.credentialId });
      return status === 'ended' ? [] : [{ type: 'TokenRevoked', data }];
    }
    case 'endSession':
      return status === 'live' ? [{ type: 'SessionEnded', data: { credentialId: command.credentialId } }] : [];
  }
};

/** Only its digest is kept: the token of a credential that exists cannot be shown a second time. */
const requireNew = (status: CredentialState['status'], tokenId: CredentialId): void => {
  if (status !== 'none') throw new GuildhallError('TOKEN_ALREADY_SHOWN', { tokenId });
};

/** Stream `credential-<id>`. */
export const credentialDecider: Decider<CredentialState, CredentialCommand, CredentialFact> = {
  initialState: () => ({ status: 'none' }),
  evolve,
  decide,
};
