import type { Permission } from '../permissions.js';

/** One row of `GET /workspaces/:id/tokens`. The token itself was shown once and is not kept. */
export interface TokenView {
  id: string;
  prefix: string;
  name: string;
  created_at: string;
  last_used_at: string | null;
}
/** `GET /workspaces/:id/tokens` */
export interface TokensView {
  tokens: TokenView[];
  count: number;
}
/** A token that was just made. `auth_token` is shown this once. */
export interface NewTokenView {
  id: string;
  auth_token: string;
  workspace_id: string;
  message: string;
}
/** `DELETE /workspaces/:id/tokens/:tokenId` */
export interface RevokedToken {
  status: 'revoked';
  id: string;
}
/** `GET /session` */
export interface SessionView {
  operator_id: string;
  org: string;
  permissions: readonly Permission[];
}
/** `POST /login-links` */
export interface LoginLinkView {
  url: string;
  expires_at: string;
}
