import { defineRoute } from '../declarations/route.js';
import type { RestartBody } from './bodies.js';
import type { ConsoleRange, HibernateQuery, RestartQuery } from './queries.js';
import type { ConsoleView, HibernatedAgent, PausedTeam, RestartedAgent, ResumedTeam, StoppedAll } from './views.js';

export const provisioningRoutes = {
  stopAll: defineRoute<{ answer: StoppedAll }>()('POST', '/workspaces/stop-all', {
    permission: 'workspaces.operate',
    summary: 'Stop all agents',
  }),
  /** Molecule AI's clients use either the body or the query. */
  restart: defineRoute<{ body: RestartBody; query: RestartQuery; answer: RestartedAgent }>()(
    'POST',
    '/workspaces/:id/restart',
    { permission: 'team.operate', summary: 'Restart the agent; also wakes a hibernated one' },
  ),
  pause: defineRoute<{ answer: PausedTeam }>()('POST', '/workspaces/:id/pause', {
    permission: 'team.operate',
    summary: 'Pause a workspace and everyone below it',
  }),
  resume: defineRoute<{ answer: ResumedTeam }>()('POST', '/workspaces/:id/resume', {
    permission: 'team.operate',
    summary: 'Resume a workspace and everyone below it',
  }),
  hibernate: defineRoute<{ query: HibernateQuery; answer: HibernatedAgent }>()('POST', '/workspaces/:id/hibernate', {
    permission: 'workspaces.operate',
    summary: 'Stop an idle agent until the next message wakes it',
  }),
  console: defineRoute<{ query: ConsoleRange; answer: ConsoleView }>()('GET', '/workspaces/:id/console', {
    permission: 'workspaces.operate',
    summary: 'Read the output of the agent',
  }),
} as const;
