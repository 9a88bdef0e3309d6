import type {
  RestartBody,
  RestartedAgent,
  PausedTeam,
  ResumedTeam,
  HibernatedAgent,
  StoppedAll,
  ConsoleView,
} from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

const at = (workspaceId: string): string => `/workspaces/${encodeURIComponent(workspaceId)}`;

export const provisioningClient = (connection: Connection) => ({
  /** Also wakes an agent that hibernates. Refused while it or somebody above it is paused. */
  restart: (workspaceId: string, body: RestartBody = {}, options?: CommandOptions) =>
    connection.send<RestartedAgent>('POST', `${at(workspaceId)}/restart`, body, options),
  /** The workspace and everybody below it. */
  pause: (workspaceId: string, options?: CommandOptions) =>
    connection.send<PausedTeam>('POST', `${at(workspaceId)}/pause`, undefined, options),
  resume: (workspaceId: string, options?: CommandOptions) =>
    connection.send<ResumedTeam>('POST', `${at(workspaceId)}/resume`, undefined, options),
  /** `force`: also while it is at work; without it that is refused with 409 WORKSPACE_BUSY. */
  hibernate: (workspaceId: string, { force = false } = {}, options?: CommandOptions) =>
    connection.send<HibernatedAgent>(
      'POST',
      `${at(workspaceId)}/hibernate${force ? '?force=true' : ''}`,
      undefined,
      options,
    ),
  stopAll: (options?: CommandOptions) =>
    connection.send<StoppedAll>('POST', '/workspaces/stop-all', undefined, options),
  /** A negative `after` counts from the end. */
  console: (workspaceId: string, range: { after?: number; limit?: number } = {}, options?: QueryOptions) =>
    connection.get<ConsoleView>(`${at(workspaceId)}/console`, { ...range }, options),
});
