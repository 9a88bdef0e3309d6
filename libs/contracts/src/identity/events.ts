import { defineEvent, type FactOf } from '../events/declaration.js';
import type { CredentialId, Instant, WorkspaceId } from '../ids.js';

export type TokenKind = 'login-link' | 'service' | 'workspace';

const secret = { permission: 'tokens.manage', scope: ['organisation'] } as const;

/** Stream `credential-<id>`. Never the token: `digest` is its SHA-256 (hex), `prefix` its first eight characters. */
export const identityEvents = {
  TokenIssued: defineEvent<{
    credentialId: CredentialId;
    kind: TokenKind;
    workspaceId: WorkspaceId | null;
    /** Backend generation the token was made for; null: issued to a person. */
    incarnation: number | null;
    name: string;
    prefix: string;
    digest: string;
    expiresAt: Instant | null;
  }>()('TokenIssued', secret),
  TokenRevoked: defineEvent<{ credentialId: CredentialId; workspaceId: WorkspaceId | null; cause: string }>()(
    'TokenRevoked',
    secret,
  ),
  OperatorLoggedIn: defineEvent<{
    credentialId: CredentialId;
    operatorId: string;
    /** Credential that was shown to log in. */
    via: CredentialId;
    prefix: string;
    digest: string;
    expiresAt: Instant;
  }>()('OperatorLoggedIn', secret),
  SessionEnded: defineEvent<{ credentialId: CredentialId }>()('SessionEnded', secret),
  /**
   * Somebody was not let in, or not to that. The first refusal of a kind stands at once, those of the minute after it
   * together. `credentialId` `unknown-<day>`: no valid credential was shown. Never anything of the token itself.
   */
  AccessRefused: defineEvent<{
    credentialId: CredentialId;
    code: string;
    /** Method and path as declared, such as `POST /workspaces/:id/pause`, or `SOCKET /live subscribe`. */
    route: string;
    /** Workspace that was meant, as far as the request named one. */
    workspaceId: WorkspaceId | null;
    count: number;
    since: Instant;
    until: Instant;
  }>()('AccessRefused', { permission: 'tokens.manage', scope: ['organisation'] }),
} as const;

export type CredentialFact = FactOf<(typeof identityEvents)[keyof typeof identityEvents]>;
