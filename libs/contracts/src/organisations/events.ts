import type { Cause } from '../declarations/cause.js';
import { defineEvent, type FactOf } from '../declarations/event.js';
import { quoted } from '../declarations/sentence.js';
import { defineSettable } from '../declarations/settable.js';
import type { Id, OrganisationId } from '../ids.js';
import type { PersonText } from '../text.js';
import { errorAsCause } from './upcasts.js';

const fact = { permission: 'organisation.read', scope: ['organisation'] } as const;

/** Stream `organisation-<org>`. */
export const organisationEvents = {
  OrganisationFounded: defineEvent<{ org: OrganisationId; name: PersonText }>()('OrganisationFounded', {
    ...fact,
    sentence: ({ name }) => `Founded ${quoted(name)}`,
  }),
  OrganisationRenamed: defineEvent<{ org: OrganisationId; name: PersonText; previous: PersonText }>()(
    'OrganisationRenamed',
    { ...fact, sentence: ({ name }) => `Renamed the organisation to ${quoted(name)}` },
  ),
  CanvasViewportSet: defineEvent<{ org: OrganisationId; x: number; y: number; zoom: number }>()('CanvasViewportSet', {
    ...fact,
    sentence: () => 'Saved the shared view of the canvas',
  }),
  /** `template`: its folder, or `inline`. `workspaces`: number created. `error`: what stopped the import; null: nothing. */
  OrganisationImported: defineEvent<{
    org: OrganisationId;
    template: Id;
    name: PersonText;
    workspaces: number;
    error: Cause | null;
  }>()('OrganisationImported', {
    ...fact,
    upcasts: [errorAsCause],
    sentence: ({ name, workspaces, error }, { becauseOf }) =>
      `Imported ${quoted(name)} with ${workspaces} workspaces${error === null ? '' : `, then stopped: ${becauseOf(error)}`}`,
  }),
} as const;

export type OrganisationFact = FactOf<(typeof organisationEvents)[keyof typeof organisationEvents]>;

/** The facts that one event each replaces whole. */
export const organisationSettable = defineSettable<OrganisationFact>()({ name: 'OrganisationRenamed' });
