import type { Cause } from '../declarations/cause.js';
import { defineEvent, type FactOf } from '../declarations/event.js';
import { quoted } from '../declarations/sentence.js';
import type { CredentialId, Id, Instant, WorkspaceId } from '../ids.js';
import type { Code, Digest, PersonText } from '../text.js';
import { revocationWithCause, routeInParts, sessionWithoutPage } from './upcasts.js';

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
    name: PersonText;
    prefix: Code;
    digest: Digest;
    expiresAt: Instant | null;
  }>()('TokenIssued', { ...secret, sentence: ({ name }) => `Issued the token ${quoted(name)}` }),
  TokenRevoked: defineEvent<{ credentialId: CredentialId; workspaceId: WorkspaceId | null; cause: Cause }>()(
    'TokenRevoked',
    {
      ...secret,
      upcasts: [revocationWithCause],
      sentence: ({ cause }, { becauseOf }) => `Revoked a token: ${becauseOf(cause)}`,
    },
  ),
  OperatorLoggedIn: defineEvent<{
    credentialId: CredentialId;
    operatorId: Id;
    /** Credential that was shown to log in. */
    via: CredentialId;
    prefix: Code;
    digest: Digest;
    /** Of the secret that only the page has which logged in; null: a session of before there was one, which is not taken. */
    pageDigest: Digest | null;
    expiresAt: Instant;
  }>()('OperatorLoggedIn', { ...secret, upcasts: [sessionWithoutPage], sentence: () => 'Logged in' }),
  SessionEnded: defineEvent<{ credentialId: CredentialId }>()('SessionEnded', {
    ...secret,
    sentence: () => 'Logged out',
  }),
  /**
   * A refused request. The first refusal of a kind is recorded at once, those of the following minute together.
   * `credentialId` `unknown-<day>`: the request had no valid credential. Never any part of the token.
   */
  AccessRefused: defineEvent<{
    credentialId: CredentialId;
    code: Code;
    /** Of the request; `SOCKET` for a socket's. */
    method: Code;
    /** Path as declared, such as `/workspaces/:id/pause`, or the namespace of the socket. */
    path: Code;
    /** What an open socket asked for; null: it was no socket, or one that was not let in. */
    request: Code | null;
    /** The workspace that the request named; null: none. */
    workspaceId: WorkspaceId | null;
    count: number;
    since: Instant;
    until: Instant;
  }>()('AccessRefused', {
    ...secret,
    upcasts: [routeInParts],
    sentence: ({ method, path, request, count, code }) =>
      `Refused ${method} ${path}${request === null ? '' : ` ${request}`}${count === 1 ? '' : ` ${count} times`}: ${code.toLowerCase().replaceAll('_', ' ')}`,
  }),
} as const;

export type CredentialFact = FactOf<(typeof identityEvents)[keyof typeof identityEvents]>;
