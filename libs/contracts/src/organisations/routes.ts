import { defineRoute } from '../declarations/route.js';
import type { RenameOrganisationBody, ViewportBody } from './bodies.js';
import type { ChangedOrganisation, OrganisationView } from './views.js';

export const organisationRoutes = {
  get: defineRoute<{ answer: OrganisationView }>()('GET', '/organisation', {
    permission: 'organisation.read',
    summary: 'Read the organisation',
  }),
  rename: defineRoute<{ body: RenameOrganisationBody; answer: ChangedOrganisation }>()('PATCH', '/organisation', {
    permission: 'organisation.write',
    summary: 'Rename the organisation',
  }),
  viewport: defineRoute<{ answer: OrganisationView['viewport'] }>()('GET', '/canvas/viewport', {
    permission: 'organisation.read',
    summary: 'Read the shared view of the canvas',
  }),
  setViewport: defineRoute<{ body: ViewportBody; answer: ChangedOrganisation }>()('PUT', '/canvas/viewport', {
    permission: 'organisation.write',
    summary: 'Save the shared view of the canvas',
  }),
} as const;
