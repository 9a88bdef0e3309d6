import type { WorkspaceId } from '@guildhall/contracts';

/** Agents that a piece of work may pass through. */
export const hopLimit = 16;

/** What the rule needs to know of an organisation. `parentOf` gives null at the top and for the unknown. */
export interface TalkTree {
  has(id: WorkspaceId): boolean;
  parentOf(id: WorkspaceId): WorkspaceId | null;
  isRemoved(id: WorkspaceId): boolean;
}

/**
 * Who may talk to whom: oneself, siblings (all workspaces at the top are siblings), and any ancestor with
 * any descendant. Nobody talks to or from a workspace that is unknown or removed.
 */
export const mayTalk = (tree: TalkTree, from: WorkspaceId, to: WorkspaceId): boolean => {
  if (!isThere(tree, from) || !isThere(tree, to)) return false;
  return from === to || tree.parentOf(from) === tree.parentOf(to) || isAbove(tree, from, to) || isAbove(tree, to, from);
};

const isThere = (tree: TalkTree, id: WorkspaceId): boolean => tree.has(id) && !tree.isRemoved(id);

const isAbove = (tree: TalkTree, above: WorkspaceId, below: WorkspaceId): boolean => {
  for (let id = tree.parentOf(below); id !== null; id = tree.parentOf(id)) if (id === above) return true;
  return false;
};

/** A workspace as discovery sees it; `removed: null`: it is there. */
export interface TalkPartner {
  id: WorkspaceId;
  parentId: WorkspaceId | null;
  removed: object | null;
}

/** Siblings, children and parent, in the order given; at the top, all others at the top are siblings. */
export const peersOf = (workspaces: Iterable<TalkPartner>, id: WorkspaceId): WorkspaceId[] => {
  const present = [...workspaces].filter(({ removed }) => removed === null);
  const own = present.find((workspace) => workspace.id === id);
  if (own === undefined) return [];
  const isPeer = (other: TalkPartner): boolean =>
    other.id !== id && (other.parentId === own.parentId || other.parentId === id || other.id === own.parentId);
  return present.filter(isPeer).map((other) => other.id);
};
