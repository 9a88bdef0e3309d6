import type { WorkspaceCreatedData, WorkspaceFact, WorkspaceId } from '@guildhall/contracts';
import type { DecidedEvents, Decider, Evolved } from '../decider.js';
import { ChangeMemory } from '../undo.js';
import type { Change } from '../settable.js';
import {
  decideChanges,
  factsFrom,
  workspaceFields,
  type WorkspaceChanges,
  type WorkspaceFacts,
} from './workspace-changes.js';

export type WorkspaceCommand = { workspaceId: WorkspaceId } & (
  ({ type: 'change' } & WorkspaceChanges) | { type: 'undo'; eventId: string }
);

export interface WorkspaceState {
  facts: WorkspaceFacts;
  /** The value that the last change of each field replaced. */
  changes: ChangeMemory<WorkspaceChanges>;
}

const rememberedChanges = 256;

/** The state before the first event of `workspace-<id>`: what the tree knows from the creation. */
export const workspaceFrom = (creation: WorkspaceCreatedData): WorkspaceState => ({
  facts: factsFrom(creation),
  changes: new ChangeMemory(rememberedChanges),
});

/** Folds one event into the state, in place. */
export const evolveWorkspace = (state: WorkspaceState, event: Evolved<WorkspaceFact>): WorkspaceState => {
  const { field, next, previous } = changeOf(event);
  Object.assign(state.facts, next);
  state.changes.touch(field, event, previous);
  return state;
};

export const forkWorkspace = ({ facts, changes }: WorkspaceState): WorkspaceState => ({
  facts: { ...facts },
  changes: changes.fork(),
});

const changeOf = (fact: WorkspaceFact): Change<WorkspaceFacts> => {
  if (workspaceFields.isSetBy(fact)) return workspaceFields.changeBy(fact);
  const { type, data } = fact;
  switch (type) {
    case 'RuntimeChosen':
      return { field: 'runtime', next: { runtime: data.runtime, command: data.command }, previous: data.previous };
    case 'AccessChosen':
      return {
        field: 'access',
        next: { access: data.access, workspaceDir: data.workspaceDir },
        previous: data.previous,
      };
    case 'WorkspaceMoved':
      return { field: 'place', next: { x: data.x, y: data.y }, previous: data.previous };
    case 'TeamCollapsed':
      return { field: 'collapsed', next: { collapsed: true }, previous: { collapsed: false } };
    case 'TeamUncollapsed':
      return { field: 'collapsed', next: { collapsed: false }, previous: { collapsed: true } };
  }
};

export const decideWorkspace = (state: WorkspaceState, command: WorkspaceCommand): DecidedEvents<WorkspaceFact> => {
  if (command.type === 'change') return decideChanges(state.facts, command);
  const { eventId } = command;
  return decideChanges(state.facts, state.changes.previousOf(eventId)).map((fact) => ({ ...fact, undoes: eventId }));
};

/** Stream `workspace-<id>`, empty until the first change: what it starts from is known to the tree. */
export const workspaceDecider = (
  creation: WorkspaceCreatedData,
): Decider<WorkspaceState, WorkspaceCommand, WorkspaceFact> => ({
  initialState: () => workspaceFrom(creation),
  evolve: evolveWorkspace,
  decide: decideWorkspace,
  fork: forkWorkspace,
});
