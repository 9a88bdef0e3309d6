import { defineEvent, type FactOf } from '../events/declaration.js';
import type { OrganisationId } from '../ids.js';

/** Stream `organisation-<org>`. */
export const organisationEvents = {
  OrganisationFounded: defineEvent<{ org: OrganisationId; name: string }>()('OrganisationFounded', {
    permission: 'organisation.read',
    scope: ['organisation'],
  }),
  OrganisationRenamed: defineEvent<{ org: OrganisationId; name: string; previous: string }>()('OrganisationRenamed', {
    permission: 'organisation.read',
    scope: ['organisation'],
  }),
  CanvasViewportSet: defineEvent<{ org: OrganisationId; x: number; y: number; zoom: number }>()('CanvasViewportSet', {
    permission: 'organisation.read',
    scope: ['organisation'],
  }),
  /** `template`: its folder, or `inline`. `workspaces`: so many were made. `error`: what kept the rest out; null: nothing. */
  OrganisationImported: defineEvent<{
    org: OrganisationId;
    template: string;
    name: string;
    workspaces: number;
    error: string | null;
  }>()('OrganisationImported', { permission: 'organisation.read', scope: ['organisation'] }),
} as const;

export type OrganisationFact = FactOf<(typeof organisationEvents)[keyof typeof organisationEvents]>;
