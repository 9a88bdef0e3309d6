import type { RestartBody } from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';
import type { Appended } from '../workspaces/answers.js';

export interface RestartedAgent extends Appended {
  status: 'provisioning';
  reset_session: boolean;
}
export interface PausedTeam extends Appended {
  status: 'paused';
  paused_count: number;
}
export interface ResumedTeam extends Appended {
  status: 'provisioning';
  resumed_count: number;
}
export interface HibernatedAgent extends Appended {
  status: 'hibernated';
}
export interface StoppedAll extends Appended {
  /** Number of agents that were ended. */
  stopped: number;
}
/** What an agent wrote since its start. `from`, `to`: offsets in bytes; what follows is asked for with `after: to`. */
export interface ConsoleView {
  output: string;
  from: number;
  to: number;
}

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
