import type { CredentialFact } from '@guildhall/contracts';
import { given } from '../testing/given.js';
import { credentialDecider } from './credential.js';

const credentialId = 'credential-1';
const secret = { prefix: '01234567', digest: 'a'.repeat(64) };
const token = {
  credentialId,
  kind: 'workspace',
  workspaceId: 'coder',
  incarnation: null,
  name: 'connect',
  ...secret,
  expiresAt: null,
} as const;
const session = {
  credentialId,
  operatorId: 'operator',
  via: 'link-1',
  ...secret,
  pageDigest: '2'.repeat(64),
  expiresAt: '2026-12-01T00:00:00.000Z',
};
const issued: CredentialFact = { type: 'TokenIssued', data: token };
const loggedIn: CredentialFact = { type: 'OperatorLoggedIn', data: session };
const revoked: CredentialFact = {
  type: 'TokenRevoked',
  data: { credentialId, workspaceId: 'coder', cause: { code: 'start_adopted' } },
};
const ended: CredentialFact = { type: 'SessionEnded', data: { credentialId } };
const revoke = { type: 'revoke', credentialId, workspaceId: 'coder', cause: { code: 'start_adopted' } } as const;
const endSession = { type: 'endSession', credentialId } as const;

describe('a token', () => {
  it('is issued once: it cannot be shown again', () => {
    given(credentialDecider)
      .when({ type: 'issue', ...token })
      .then(issued);
    given(credentialDecider, issued)
      .when({ type: 'issue', ...token })
      .thenRefused('TOKEN_ALREADY_SHOWN', { tokenId: credentialId });
  });

  it('is revoked, and a second time nothing is left to do', () => {
    given(credentialDecider, issued).when(revoke).then(revoked);
    given(credentialDecider, issued, revoked).when(revoke).thenNothing();
  });

  it('cannot be revoked when it was never issued', () => {
    given(credentialDecider).when(revoke).thenRefused('TOKEN_NOT_FOUND');
  });
});

describe('a session', () => {
  it('begins with a login, once', () => {
    given(credentialDecider)
      .when({ type: 'login', ...session })
      .then(loggedIn);
    given(credentialDecider, loggedIn)
      .when({ type: 'login', ...session })
      .thenRefused('TOKEN_ALREADY_SHOWN');
  });

  it('ends, and a second time nothing is left to do', () => {
    given(credentialDecider, loggedIn).when(endSession).then(ended);
    given(credentialDecider, loggedIn, ended).when(endSession).thenNothing();
    given(credentialDecider).when(endSession).thenNothing();
  });

  it('can be revoked by somebody else, which ends it', () => {
    given(credentialDecider, loggedIn).when(revoke).then(revoked);
    given(credentialDecider, loggedIn, revoked).when(endSession).thenNothing();
  });
});
