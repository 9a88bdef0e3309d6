import { defineRoute } from '../declarations/route.js';
import type { ImportOrganisationBody, ImportTemplateBody } from './bodies.js';
import { templateLimits } from './limits.js';
import type {
  ImportedOrganisationView,
  ImportedTemplateView,
  OrganisationTemplateView,
  TemplateView,
} from './views.js';

export const templateRoutes = {
  list: defineRoute<{ answer: TemplateView[] }>()('GET', '/templates', {
    permission: 'organisation.read',
    summary: 'List the workspace templates',
  }),
  importTemplate: defineRoute<{ body: ImportTemplateBody; answer: ImportedTemplateView }>()(
    'POST',
    '/templates/import',
    {
      permission: 'organisation.write',
      summary: 'Import a workspace template',
      statuses: [201],
      bodyLimit: 2 * templateLimits.bytes,
    },
  ),
  organisations: defineRoute<{ answer: OrganisationTemplateView[] }>()('GET', '/org/templates', {
    permission: 'organisation.read',
    summary: 'List the organisation templates',
  }),
  /** 412 with `missing_env` unless the environment has what the template needs or `force` is set. 207: imported in part. */
  importOrganisation: defineRoute<{ body: ImportOrganisationBody; answer: ImportedOrganisationView }>()(
    'POST',
    '/org/import',
    {
      permission: 'organisation.write',
      summary: 'Create the workspaces of an organisation template',
      statuses: [201, 207],
      bodyDepth: templateLimits.jsonDepth,
    },
  ),
} as const;
