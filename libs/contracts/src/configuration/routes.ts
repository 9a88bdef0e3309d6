import { defineRoute } from '../declarations/route.js';
import type { JsonObject } from '../json.js';
import type { WriteConfigBody } from './bodies.js';
import type { ConfigChangedView, ConfigView } from './views.js';

export const configurationRoutes = {
  read: defineRoute<{ answer: ConfigView }>()('GET', '/workspaces/:id/config', {
    permission: 'files.read',
    summary: 'Read the config.yaml of the agent with its problems',
  }),
  /** `If-Match`: its `version` in quotes. Refused with 400 CONFIG_INVALID and its problems, or with 412 CONFIG_CHANGED. */
  write: defineRoute<{ body: WriteConfigBody; answer: ConfigChangedView }>()('PUT', '/workspaces/:id/config', {
    permission: 'files.write',
    summary: 'Write the config.yaml of the agent',
  }),
  merge: defineRoute<{ body: JsonObject; answer: ConfigChangedView }>()('PATCH', '/workspaces/:id/config', {
    permission: 'files.write',
    summary: 'Merge values into the config.yaml of the agent',
  }),
} as const;
