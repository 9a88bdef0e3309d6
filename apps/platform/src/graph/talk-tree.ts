import type { OrgGraphs } from './org-graphs.js';

/** What the talk rule needs to know of the organisation, read from the graph. */
export interface TalkTree {
  has(id: string): boolean;
  parentOf(id: string): string | null;
  isRemoved(id: string): boolean;
}

export const talkTree = (graphs: OrgGraphs, org: string): TalkTree => ({
  has: (id) => graphs.workspace(org, id) !== undefined,
  parentOf: (id) => graphs.workspace(org, id)?.parentId ?? null,
  isRemoved: (id) => graphs.workspace(org, id)?.removed != null,
});
