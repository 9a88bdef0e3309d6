import type { ConfigChangedView, ConfigView, WriteConfigBody } from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

const at = (workspaceId: string): string => `/workspaces/${encodeURIComponent(workspaceId)}/config`;

export const configurationClient = (connection: Connection) => ({
  read: (workspaceId: string, options?: QueryOptions) => connection.get<ConfigView>(at(workspaceId), {}, options),
  /** `ifMatch`: its `version` in quotes. Refused with 400 CONFIG_INVALID and its problems, or with 412 CONFIG_CHANGED. */
  write: (workspaceId: string, text: string, options?: CommandOptions) =>
    connection.send<ConfigChangedView>('PUT', at(workspaceId), { text } satisfies WriteConfigBody, options),
});
