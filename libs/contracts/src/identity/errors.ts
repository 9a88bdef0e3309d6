import { defineErrors } from '../declarations/error.js';

export const identityErrors = defineErrors({
  UNAUTHENTICATED: {
    status: 401,
    title: 'The request has no valid credential.',
    fix: 'Log in with the login link, or send "Authorization: Bearer <token>".',
  },
  PAGE_UNKNOWN: {
    status: 401,
    title: 'The session did not come from the page that logged in.',
    fix: 'Log in again on this page with a new login link: `npm run login-link` prints one.',
  },
  TOKEN_REVOKED: {
    status: 401,
    title: 'This token was revoked or has expired.',
    fix: 'Ask an operator for a new token.',
  },
  FORBIDDEN: {
    status: 403,
    title: 'This credential does not allow it: {permission} is missing.',
    fix: 'Use a credential with that permission.',
  },
  FOREIGN_WORKSPACE: {
    status: 403,
    title: 'This token belongs to another workspace.',
    fix: 'Use the token of the workspace that is named in the request.',
  },
  WRONG_ORIGIN: {
    status: 403,
    title: 'The request came from a page of another origin.',
    fix: 'Open the canvas under its own address, or list the origin in CORS_ORIGINS.',
  },
  LOGIN_LINK_INVALID: {
    status: 401,
    title: 'This login link is no longer valid.',
    fix: 'Run `npm run login-link` where Guildhall runs to get a new one.',
  },
  TOKEN_ALREADY_SHOWN: {
    status: 409,
    title: 'The token of this request was shown once and cannot be shown again.',
    fix: 'Revoke the token {tokenId} and issue a new one.',
  },
  TOKEN_NOT_FOUND: { status: 404, title: 'There is no such token.', fix: 'List the tokens of the workspace.' },
  TOO_MANY_TOKENS: {
    status: 429,
    title: 'The workspace has {limit} live tokens.',
    fix: 'Revoke tokens that are no longer used.',
  },
});
