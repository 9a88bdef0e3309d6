import type { IssueTokenBody, TokenView, SessionView, NewTokenView } from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

const tokensOf = (workspaceId: string): string => `/workspaces/${encodeURIComponent(workspaceId)}/tokens`;

export const identityClient = (connection: Connection) => ({
  /** Refused with 401 when nobody is logged in. */
  session: (options?: QueryOptions) => connection.get<SessionView>('/session', {}, options),
  logOut: (options?: CommandOptions) =>
    connection.send<{ status: string }>('POST', '/session/logout', undefined, options),
  tokens: async (workspaceId: string, options?: QueryOptions) =>
    (await connection.get<{ tokens: TokenView[] }>(tokensOf(workspaceId), {}, options)).tokens,
  issueToken: (workspaceId: string, body: IssueTokenBody = {}, options?: CommandOptions) =>
    connection.send<NewTokenView>('POST', tokensOf(workspaceId), body, options),
  revokeToken: (workspaceId: string, tokenId: string, options?: CommandOptions) =>
    connection.send<object>('DELETE', `${tokensOf(workspaceId)}/${encodeURIComponent(tokenId)}`, undefined, options),
});
