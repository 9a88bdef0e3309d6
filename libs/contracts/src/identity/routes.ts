import { defineRoute } from '../declarations/route.js';
import type { IssueTokenBody } from './bodies.js';
import type { LoginQuery } from './queries.js';
import type { LoginLinkView, NewTokenView, RevokedToken, SessionView, TokensView } from './views.js';

/**
 * Header with the secret of the page, which goes with every request that only the session cookie speaks for: a browser
 * sends the cookie to every port of this machine, the secret only the page that logged in knows.
 */
export const pageHeader = 'x-guildhall-page';
/** Name under which the redirect of a login hands the secret to the page, behind the `#`, which no server sees. */
export const pageFragment = 'page';

export const identityRoutes = {
  /** The page behind a printed login link. An invalid link leads to the canvas, which explains what to do. */
  logIn: defineRoute<{ query: LoginQuery; answer: null }>()('GET', '/login', {
    permission: 'public',
    summary: 'Log in with a login link',
    statuses: [303],
    format: 'redirect',
  }),
  loginLink: defineRoute<{ answer: LoginLinkView }>()('POST', '/login-links', {
    permission: 'tokens.manage',
    summary: 'Create a login link',
    statuses: [201],
  }),
  session: defineRoute<{ answer: SessionView }>()('GET', '/session', {
    permission: 'session.own',
    summary: 'Read who is logged in and what they may do',
  }),
  logOut: defineRoute<{ answer: { status: 'logged_out' } }>()('POST', '/session/logout', {
    permission: 'session.own',
    summary: 'Log out',
  }),
  tokens: defineRoute<{ answer: TokensView }>()('GET', '/workspaces/:id/tokens', {
    permission: 'tokens.manage',
    summary: 'List the tokens of a workspace',
  }),
  issueToken: defineRoute<{ body: IssueTokenBody; answer: NewTokenView }>()('POST', '/workspaces/:id/tokens', {
    permission: 'tokens.manage',
    summary: 'Issue a token for a workspace; it is shown once',
    statuses: [201],
  }),
  rotateToken: defineRoute<{ answer: NewTokenView }>()('POST', '/workspaces/:id/tokens/:tokenId/rotate', {
    permission: 'tokens.manage',
    summary: 'Replace a token by a new one',
    statuses: [201],
  }),
  revokeToken: defineRoute<{ answer: RevokedToken }>()('DELETE', '/workspaces/:id/tokens/:tokenId', {
    permission: 'tokens.manage',
    summary: 'Revoke a token',
  }),
} as const;
