import type { JsonObject } from '@guildhall/contracts';
import { TreeState, type TreeNode } from './tree-state.js';

/** Changes whenever the shape of the state or the meaning of its fold does: older snapshots are then thrown away. */
export const treeFoldVersion = 1;

interface Snapshot {
  nodes: TreeNode[];
  replaced: [string, string][];
}

/** JSON of a tree's state. It shares no mutable part with the state. */
export const treeToJson = (state: TreeState): JsonObject => {
  const nodes: TreeNode[] = [];
  for (const id of state.ids()) {
    const node = state.node(id);
    if (node !== undefined) nodes.push({ ...node });
  }
  const snapshot: Snapshot = { nodes, replaced: state.replaced.entries() };
  return snapshot as unknown as JsonObject;
};

/** The state that `treeToJson` described; takes the objects of `json` over. */
export const treeFromJson = (json: JsonObject): TreeState => {
  const { nodes, replaced } = json as unknown as Snapshot;
  const state = new TreeState(replaced);
  for (const node of nodes) state.add(node);
  return state;
};
