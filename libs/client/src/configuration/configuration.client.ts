import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

/** What is wrong at a place of `config.yaml`; line and column count from 1. */
export interface ConfigProblem {
  line: number;
  column: number;
  path: string;
  problem: string;
}
export interface ConfigView {
  /** As it is understood; null: the text cannot be read. */
  data: Record<string, unknown> | null;
  text: string;
  problems: ConfigProblem[];
  /** In quotes it is the ETag that `write` compares. */
  version: string;
}

const at = (workspaceId: string): string => `/workspaces/${encodeURIComponent(workspaceId)}/config`;

export const configurationClient = (connection: Connection) => ({
  read: (workspaceId: string, options?: QueryOptions) => connection.get<ConfigView>(at(workspaceId), {}, options),
  /** Refused with 400 CONFIG_INVALID and its problems, or with 412 when it is another by now. */
  write: (workspaceId: string, text: string, options?: CommandOptions) =>
    connection.send<ConfigView>('PUT', at(workspaceId), { text }, options),
});
