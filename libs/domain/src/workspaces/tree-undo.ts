import { GuildhallError, type TreeFact, type WorkspaceId } from '@guildhall/contracts';
import type { DecidedEvents } from '../decider.js';
import { place, remove, restore } from './tree-rules.js';
import type { ExistenceMark, PlacementMark, TreeState } from './tree-state.js';

/** `removalId`: used when taking back means to remove. */
export interface UndoTreeChange {
  type: 'undo';
  workspaceId: WorkspaceId;
  eventId: string;
  removalId: string;
}

/** Takes back the last placement, creation, removal or restoration of a workspace. */
export const undoTreeChange = (state: TreeState, command: UndoTreeChange): DecidedEvents<TreeFact> =>
  factsThatTakeBack(state, command).map((fact) => ({ ...fact, undoes: command.eventId }));

const factsThatTakeBack = (state: TreeState, command: UndoTreeChange): TreeFact[] => {
  const { workspaceId, eventId } = command;
  const node = state.node(workspaceId);
  if (node === undefined) throw new GuildhallError('UNDO_UNKNOWN', { eventId });
  const { placement, existence } = node;
  if (placement?.eventId === eventId) return placeBack(state, workspaceId, placement);
  if (existence.eventId === eventId) return existBack(state, command, existence);
  const isReplaced = state.replaced.get(eventId) === workspaceId;
  throw new GuildhallError(isReplaced ? 'UNDO_SUPERSEDED' : 'UNDO_UNKNOWN', { eventId });
};

const placeBack = (state: TreeState, workspaceId: WorkspaceId, mark: PlacementMark): TreeFact[] =>
  place(state, { type: 'place', workspaceId, parentId: mark.previousParentId, ...mark.previousPlace });

const existBack = (state: TreeState, command: UndoTreeChange, mark: ExistenceMark): TreeFact[] => {
  const { workspaceId, eventId, removalId } = command;
  if (mark.type === 'WorkspaceRemoved') return restore(state, { type: 'restore', workspaceId });
  // Somebody may have joined or left the team meanwhile: taking the team away would take back their placement too.
  if (!state.isRemoved(workspaceId) && state.descendantsOf(workspaceId).length + 1 !== mark.count) {
    throw new GuildhallError('UNDO_SUPERSEDED', { eventId });
  }
  return remove(state, { type: 'remove', workspaceId, removalId, confirm: true });
};
