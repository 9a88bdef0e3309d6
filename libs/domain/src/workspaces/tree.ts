import type { TreeFact } from '@guildhall/contracts';
import type { DecidedEvents, Decider } from '../decider.js';
import { evolveTree } from './tree-fold.js';
import {
  create,
  place,
  remove,
  restore,
  type CreateWorkspaceCommand,
  type PlaceWorkspace,
  type RemoveWorkspaceCommand,
  type RestoreWorkspaceCommand,
} from './tree-rules.js';
import { TreeState } from './tree-state.js';
import { undoTreeChange, type UndoTreeChange } from './tree-undo.js';

export type TreeCommand =
  CreateWorkspaceCommand | PlaceWorkspace | RemoveWorkspaceCommand | RestoreWorkspaceCommand | UndoTreeChange;

const decide = (state: TreeState, command: TreeCommand): DecidedEvents<TreeFact> => {
  switch (command.type) {
    case 'create':
      return create(state, command);
    case 'place':
      return place(state, command);
    case 'remove':
      return remove(state, command);
    case 'restore':
      return restore(state, command);
    case 'undo':
      return undoTreeChange(state, command);
  }
};

/** Stream `tree-<org>`: the one boundary for every rule of the tree. */
export const treeDecider: Decider<TreeState, TreeCommand, TreeFact> = {
  initialState: () => new TreeState(),
  evolve: evolveTree,
  decide,
  fork: (state) => state.fork(),
};
