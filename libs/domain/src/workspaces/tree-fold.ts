import type { DataOf, TreeFact, treeEvents } from '@guildhall/contracts';
import type { Evolved } from '../decider.js';
import type { TreeNode, TreeState } from './tree-state.js';

type Data<Type extends keyof typeof treeEvents> = DataOf<(typeof treeEvents)[Type]>;

/** Folds one event of a tree stream into the state, in place. */
export const evolveTree = (state: TreeState, event: Evolved<TreeFact>): TreeState => {
  const { revision, eventId = null } = event;
  switch (event.type) {
    case 'WorkspaceCreated':
      created(state, event.data, revision, eventId);
      return state;
    case 'WorkspacePlaced':
      placed(state, event.data, revision, eventId);
      return state;
    case 'WorkspaceRemoved':
      removed(state, event.data, revision, eventId);
      return state;
    case 'WorkspaceRestored':
      restored(state, event.data, revision, eventId);
      return state;
    case 'WorkspacePurged':
      state.drop(event.data.workspaceId);
      return state;
    default:
      return state;
  }
};

const created = (state: TreeState, data: Data<'WorkspaceCreated'>, revision: number, eventId: string | null): void => {
  const { parentId, x, y } = data;
  const existence = { eventId, type: 'WorkspaceCreated', count: 1 } as const;
  state.add({ creation: data, parentId, x, y, removal: null, revision, placement: null, existence });
};

const placed = (state: TreeState, data: Data<'WorkspacePlaced'>, revision: number, eventId: string | null): void => {
  const node = nodeOf(state, data.workspaceId);
  const { previousParentId, parentId, x, y } = data;
  forget(state, node, node.placement?.eventId);
  node.placement = { eventId, previousParentId };
  if (x !== undefined && y !== undefined) {
    node.placement.previousPlace = { x: node.x, y: node.y };
    node.x = x;
    node.y = y;
  }
  node.revision = revision;
  state.attach(node, parentId);
};

const removed = (state: TreeState, data: Data<'WorkspaceRemoved'>, revision: number, eventId: string | null): void => {
  const { workspaceId, removalId, count } = data;
  const root = nodeOf(state, workspaceId);
  forget(state, root, root.existence.eventId);
  for (const id of state.descendantsOf(workspaceId)) nodeOf(state, id).removal = removalId;
  root.removal = removalId;
  root.existence = { eventId, type: 'WorkspaceRemoved', count };
  root.revision = revision;
};

const restored = (
  state: TreeState,
  data: Data<'WorkspaceRestored'>,
  revision: number,
  eventId: string | null,
): void => {
  const { workspaceId, parentId, count } = data;
  const root = nodeOf(state, workspaceId);
  forget(state, root, root.existence.eventId);
  if (parentId !== root.parentId) {
    forget(state, root, root.placement?.eventId);
    root.placement = null;
  }
  for (const id of state.descendantsOf(workspaceId)) nodeOf(state, id).removal = null;
  root.removal = null;
  root.existence = { eventId, type: 'WorkspaceRestored', count };
  root.revision = revision;
  state.attach(root, parentId);
};

/** A later event touches the same thing: what the earlier one did can only be called superseded from now on. */
const forget = (state: TreeState, node: TreeNode, eventId: string | null | undefined): void => {
  if (eventId != null) state.replaced.add(eventId, node.creation.workspaceId);
};

const nodeOf = (state: TreeState, id: string): TreeNode => {
  const node = state.editable(id);
  if (node === undefined) throw new Error(`the tree stream names ${id} before it was created`);
  return node;
};
