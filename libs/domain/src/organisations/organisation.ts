import {
  GuildhallError,
  type Cause,
  organisationSettable,
  type OrganisationFact,
  type OrganisationId,
} from '@guildhall/contracts';
import type { DecidedEvents, Decider, Evolved } from '../decider.js';
import { settable } from '../settable.js';
import { ChangeMemory } from '../undo.js';

export type OrganisationCommand =
  | { type: 'found'; org: OrganisationId; name: string }
  | { type: 'rename'; org: OrganisationId; name: string }
  | { type: 'setViewport'; org: OrganisationId; x: number; y: number; zoom: number }
  | {
      type: 'import';
      org: OrganisationId;
      template: string;
      name: string;
      workspaces: number;
      error: Cause | null;
    }
  | { type: 'undo'; org: OrganisationId; eventId: string };

interface Viewport {
  x: number;
  y: number;
  zoom: number;
}
interface SettableFacts {
  name: string;
}
/** `facts: null`: an event of this type cannot be taken back. */
interface Previous {
  type: OrganisationFact['type'];
  facts: Partial<SettableFacts> | null;
}

export type OrganisationState =
  | { status: 'unknown'; changes: ChangeMemory<Previous> }
  | {
      status: 'founded';
      name: string;
      viewport: Viewport;
      /** Templates that were imported whole. */
      imported: ReadonlySet<string>;
      changes: ChangeMemory<Previous>;
    };

const rememberedChanges = 256;
const fields = settable<OrganisationFact, typeof organisationSettable>(organisationSettable);
const firstViewport: Viewport = { x: 0, y: 0, zoom: 1 };

const evolve = (state: OrganisationState, event: Evolved<OrganisationFact>): OrganisationState => {
  const { changes } = state;
  if (fields.isSetBy(event)) {
    const { field, next, previous } = fields.changeBy<SettableFacts>(event);
    changes.touch(field, event, { type: event.type, facts: previous });
    return state.status === 'founded' ? { ...state, ...next } : state;
  }
  switch (event.type) {
    case 'OrganisationFounded':
      changes.touch('founding', event, { type: event.type, facts: null });
      return { status: 'founded', name: event.data.name, viewport: firstViewport, imported: new Set(), changes };
    case 'CanvasViewportSet': {
      const { x, y, zoom } = event.data;
      changes.touch('viewport', event, { type: event.type, facts: null });
      return state.status === 'founded' ? { ...state, viewport: { x, y, zoom } } : state;
    }
    case 'OrganisationImported': {
      const { template, error } = event.data;
      changes.touch('import', event, { type: event.type, facts: null });
      if (state.status !== 'founded' || error !== null) return state;
      return { ...state, imported: new Set([...state.imported, template]) };
    }
  }
};

const decide = (state: OrganisationState, command: OrganisationCommand): DecidedEvents<OrganisationFact> => {
  const { org } = command;
  if (command.type === 'found') {
    return state.status === 'founded' ? [] : [{ type: 'OrganisationFounded', data: { org, name: command.name } }];
  }
  if (state.status === 'unknown') throw new GuildhallError('ORGANISATION_NOT_FOUND', { org });
  switch (command.type) {
    case 'rename':
      return fields.decide({ org }, state, { name: command.name });
    case 'setViewport': {
      const { x, y, zoom } = command;
      const { viewport } = state;
      if (viewport.x === x && viewport.y === y && viewport.zoom === zoom) return [];
      return [{ type: 'CanvasViewportSet', data: { org, x, y, zoom } }];
    }
    case 'import': {
      const { template, name, workspaces, error } = command;
      return [{ type: 'OrganisationImported', data: { org, template, name, workspaces, error } }];
    }
    case 'undo': {
      const { type, facts } = state.changes.previousOf(command.eventId);
      if (facts === null) throw new GuildhallError('UNDO_IMPOSSIBLE', { type });
      return fields.decide({ org }, state, facts).map((fact) => ({ ...fact, undoes: command.eventId }));
    }
  }
};

/** Stream `organisation-<org>`. */
export const organisationDecider: Decider<OrganisationState, OrganisationCommand, OrganisationFact> = {
  initialState: () => ({ status: 'unknown', changes: new ChangeMemory(rememberedChanges) }),
  evolve,
  decide,
  fork: (state) => ({ ...state, changes: state.changes.fork() }),
};
