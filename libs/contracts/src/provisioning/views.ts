import type { CommandAnswer } from '../declarations/answer.js';

/** `POST /workspaces/:id/restart` */
export interface RestartedAgent extends CommandAnswer {
  status: 'provisioning';
  reset_session: boolean;
}
/** `POST /workspaces/:id/pause` */
export interface PausedTeam extends CommandAnswer {
  status: 'paused';
  paused_count: number;
}
/** `POST /workspaces/:id/resume` */
export interface ResumedTeam extends CommandAnswer {
  status: 'provisioning';
  resumed_count: number;
}
/** `POST /workspaces/:id/hibernate` */
export interface HibernatedAgent extends CommandAnswer {
  status: 'hibernated';
}
/** `POST /workspaces/stop-all` */
export interface StoppedAll extends CommandAnswer {
  /** Number of agents stopped. */
  stopped: number;
}
/** `GET /workspaces/:id/console`: output of the agent since its start. `from`, `to`: offsets in bytes; continue with `after: to`. */
export interface ConsoleView {
  output: string;
  from: number;
  to: number;
}
