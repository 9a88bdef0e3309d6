import type { IssueTokenBody, Permission, TokenView } from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

export interface SessionView {
  operator_id: string;
  org: string;
  permissions: readonly Permission[];
}
/** `auth_token` is shown this once. */
export interface NewToken {
  id: string;
  auth_token: string;
  workspace_id: string;
  message: string;
}

const tokensOf = (workspaceId: string): string => `/workspaces/${encodeURIComponent(workspaceId)}/tokens`;

export const identityClient = (connection: Connection) => ({
  /** Refused with 401 when nobody is logged in. */
  session: (options?: QueryOptions) => connection.get<SessionView>('/session', {}, options),
  logOut: (options?: CommandOptions) =>
    connection.send<{ status: string }>('POST', '/session/logout', undefined, options),
  tokens: async (workspaceId: string, options?: QueryOptions) =>
    (await connection.get<{ tokens: TokenView[] }>(tokensOf(workspaceId), {}, options)).tokens,
  issueToken: (workspaceId: string, body: IssueTokenBody = {}, options?: CommandOptions) =>
    connection.send<NewToken>('POST', tokensOf(workspaceId), body, options),
  revokeToken: (workspaceId: string, tokenId: string, options?: CommandOptions) =>
    connection.send<object>('DELETE', `${tokensOf(workspaceId)}/${encodeURIComponent(tokenId)}`, undefined, options),
});
