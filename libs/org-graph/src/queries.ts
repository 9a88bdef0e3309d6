import type { GraphWorkspace, OrgGraph, WorkspaceId } from '@guildhall/contracts';

/** Everybody who is not removed. */
export const visibleWorkspaces = (graph: OrgGraph): GraphWorkspace[] =>
  graph.workspaces.filter((workspace) => workspace.removed === null);

/**
 * A workspace and its team, parents before children. Of a workspace that is there: without removed ones; of a removed
 * one: those who went with it. Empty: unknown.
 */
export const subtreeOf = (graph: OrgGraph, id: WorkspaceId): GraphWorkspace[] => {
  const root = graph.workspaces.find((workspace) => workspace.id === id);
  if (root === undefined) return [];
  const removalId = root.removed?.removalId;
  const children = new Map<WorkspaceId, GraphWorkspace[]>();
  for (const workspace of graph.workspaces) {
    if (workspace.parentId === null || workspace.removed?.removalId !== removalId) continue;
    const siblings = children.get(workspace.parentId);
    if (siblings === undefined) children.set(workspace.parentId, [workspace]);
    else siblings.push(workspace);
  }
  const found = [root];
  for (const member of found) found.push(...(children.get(member.id) ?? []));
  return found;
};
