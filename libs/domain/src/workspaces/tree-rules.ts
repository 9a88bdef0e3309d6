import {
  GuildhallError,
  workspaceLimits,
  type TreeFact,
  type WorkspaceCreatedData,
  type WorkspaceId,
} from '@guildhall/contracts';
import { requireAccessFits, requireCommandFits } from './runtime-and-access.js';
import type { TreeNode, TreeState } from './tree-state.js';

export interface CreateWorkspaceCommand extends WorkspaceCreatedData {
  type: 'create';
}
/** `x` and `y` only when the person gave them. */
export interface PlaceWorkspace {
  type: 'place';
  workspaceId: WorkspaceId;
  parentId: WorkspaceId | null;
  x?: number | null;
  y?: number | null;
}
/** `confirm`: its team may go with it. `purge`: for good, also when it was removed before. */
export interface RemoveWorkspaceCommand {
  type: 'remove';
  workspaceId: WorkspaceId;
  removalId: string;
  confirm: boolean;
  purge?: boolean;
}
/** Without `parentId`: below the old parent. */
export interface RestoreWorkspaceCommand {
  type: 'restore';
  workspaceId: WorkspaceId;
  parentId?: WorkspaceId | null;
}

/** Decides a creation with every fact given at it. */
export const create = (state: TreeState, { type: _type, ...facts }: CreateWorkspaceCommand): TreeFact[] => {
  if (state.has(facts.workspaceId)) throw new GuildhallError('WORKSPACE_EXISTS', { id: facts.workspaceId });
  requireCommandFits(facts.runtime, facts.command);
  requireAccessFits(facts.access, facts.workspaceDir);
  requireRoomBelow(state, facts.parentId, 1);
  return [{ type: 'WorkspaceCreated', data: facts }];
};

/** Decides a placement; also what undo of a placement comes down to. */
export const place = (state: TreeState, { workspaceId, parentId, x, y }: PlaceWorkspace): TreeFact[] => {
  const node = presentNode(state, workspaceId);
  const where = x === undefined || y === undefined ? {} : { x, y };
  if (parentId === node.parentId && !('x' in where)) return [];
  if (parentId !== node.parentId) {
    if (parentId !== null && (parentId === workspaceId || state.ancestorsOf(parentId).includes(workspaceId))) {
      throw new GuildhallError('WORKSPACE_CYCLE', { id: workspaceId, parentId });
    }
    requireRoomBelow(state, parentId, state.heightOf(workspaceId));
  }
  const data = { workspaceId, parentId, previousParentId: node.parentId, ...where };
  return [{ type: 'WorkspacePlaced', data }];
};

/** Decides the removal of a workspace with its team. */
export const remove = (state: TreeState, command: RemoveWorkspaceCommand): TreeFact[] => {
  if (command.purge !== true) return removal(state, command);
  const { workspaceId } = command;
  const isPresent = knownNode(state, workspaceId).removal === null;
  const purged = [...state.allBelow(workspaceId), workspaceId].map(
    (id) => ({ type: 'WorkspacePurged', data: { workspaceId: id, root: workspaceId } }) as const,
  );
  return [...(isPresent ? removal(state, command) : []), ...purged];
};

const removal = (state: TreeState, { workspaceId, removalId, confirm }: RemoveWorkspaceCommand): TreeFact[] => {
  presentNode(state, workspaceId);
  const children = state.childrenOf(workspaceId);
  if (children.length > 0 && !confirm) {
    const named = children.sort().map((id) => ({ id, name: state.creationFacts(id)?.name ?? '' }));
    throw new GuildhallError('CONFIRMATION_REQUIRED', { children: named, children_count: named.length });
  }
  const count = 1 + state.descendantsOf(workspaceId).length;
  return [{ type: 'WorkspaceRemoved', data: { workspaceId, removalId, count } }];
};

/** Brings back exactly the nodes of the removal whose root this is. */
export const restore = (state: TreeState, { workspaceId, parentId }: RestoreWorkspaceCommand): TreeFact[] => {
  const node = knownNode(state, workspaceId);
  const removalId = node.removal;
  if (removalId === null) throw new GuildhallError('WORKSPACE_NOT_REMOVED', { id: workspaceId });
  const rootId = rootOfRemoval(state, workspaceId, removalId);
  if (rootId !== workspaceId) throw new GuildhallError('RESTORE_NOT_ROOT', { id: workspaceId, rootId });
  const target = parentId === undefined ? node.parentId : parentId;
  const isGone = target !== null && (state.isRemoved(target) || !state.has(target));
  if (parentId === undefined && isGone) {
    throw new GuildhallError('RESTORE_PARENT_GONE', { id: workspaceId, parentId: target });
  }
  requireRoomBelow(state, target, state.heightOf(workspaceId));
  const count = 1 + state.descendantsOf(workspaceId).length;
  return [{ type: 'WorkspaceRestored', data: { workspaceId, removalId, parentId: target, count } }];
};

const rootOfRemoval = (state: TreeState, workspaceId: WorkspaceId, removalId: string): WorkspaceId => {
  let root = workspaceId;
  for (const id of state.ancestorsOf(workspaceId)) {
    if (state.node(id)?.removal !== removalId) break;
    root = id;
  }
  return root;
};

const knownNode = (state: TreeState, id: WorkspaceId): TreeNode => {
  const node = state.node(id);
  if (node === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id });
  return node;
};

const presentNode = (state: TreeState, id: WorkspaceId): TreeNode => {
  const node = knownNode(state, id);
  if (node.removal !== null) throw new GuildhallError('WORKSPACE_REMOVED', { id });
  return node;
};

/** The parent exists, is not removed, and leaves room for that many levels below it. */
const requireRoomBelow = (state: TreeState, parentId: WorkspaceId | null, levels: number): void => {
  if (parentId !== null && !state.has(parentId)) throw new GuildhallError('PARENT_NOT_FOUND', { id: parentId });
  if (parentId !== null && state.isRemoved(parentId)) throw new GuildhallError('WORKSPACE_REMOVED', { id: parentId });
  const above = parentId === null ? 0 : 1 + state.ancestorsOf(parentId).length;
  const limit = workspaceLimits.depth;
  if (above + levels > limit) throw new GuildhallError('WORKSPACE_TOO_DEEP', { limit, depth: above + levels });
};
