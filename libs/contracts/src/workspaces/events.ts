import { defineEvent, type FactOf } from '../events/declaration.js';
import type { WorkspaceId } from '../ids.js';
import type { Access, TeamAction, Tier } from './limits.js';

const fact = { permission: 'workspaces.read', foldsGraph: true } as const;

/** Every fact given at creation. `command` is the program of runtime `command`, started without a shell only by the process backend. */
export interface WorkspaceCreatedData {
  workspaceId: WorkspaceId;
  name: string;
  role: string;
  parentId: WorkspaceId | null;
  x: number | null;
  y: number | null;
  tier: Tier;
  runtime: string;
  command: string | null;
  access: Access;
  workspaceDir: string | null;
  model: string | null;
  tags: string[];
  /** Whose files the agent finds at its first start. */
  template?: string;
  /** What it may do to everybody below it; absent: nothing. */
  managesTeam?: TeamAction[];
}

/** Stream `tree-<org>`: the one boundary for every rule of the tree. */
export const treeEvents = {
  WorkspaceCreated: defineEvent<WorkspaceCreatedData>()('WorkspaceCreated', fact),
  /** `x`, `y` only when the person gave them. */
  WorkspacePlaced: defineEvent<{
    workspaceId: WorkspaceId;
    parentId: WorkspaceId | null;
    previousParentId: WorkspaceId | null;
    x?: number | null;
    y?: number | null;
  }>()('WorkspacePlaced', fact),
  /** Names the root; the fold derives the subtree at that moment. `count` includes the root. */
  WorkspaceRemoved: defineEvent<{ workspaceId: WorkspaceId; removalId: string; count: number }>()(
    'WorkspaceRemoved',
    fact,
  ),
  /** Brings back exactly the nodes of that removal, the root below `parentId`. */
  WorkspaceRestored: defineEvent<{
    workspaceId: WorkspaceId;
    removalId: string;
    parentId: WorkspaceId | null;
    count: number;
  }>()('WorkspaceRestored', fact),
  /** One of those that were purged with `root`; it is gone for good, only the log remembers it. */
  WorkspacePurged: defineEvent<{ workspaceId: WorkspaceId; root: WorkspaceId }>()('WorkspacePurged', fact),
} as const;

/** Stream `workspace-<id>`: facts of one workspace. `previous` is the value replaced, so that undo and audit need no second read. */
export const workspaceEvents = {
  WorkspaceRenamed: defineEvent<{ workspaceId: WorkspaceId; name: string; previous: string }>()(
    'WorkspaceRenamed',
    fact,
  ),
  RoleAssigned: defineEvent<{ workspaceId: WorkspaceId; role: string; previous: string }>()('RoleAssigned', fact),
  TierChosen: defineEvent<{ workspaceId: WorkspaceId; tier: Tier; previous: Tier }>()('TierChosen', fact),
  RuntimeChosen: defineEvent<{
    workspaceId: WorkspaceId;
    runtime: string;
    command: string | null;
    previous: { runtime: string; command: string | null };
  }>()('RuntimeChosen', fact),
  AccessChosen: defineEvent<{
    workspaceId: WorkspaceId;
    access: Access;
    workspaceDir: string | null;
    previous: { access: Access; workspaceDir: string | null };
  }>()('AccessChosen', fact),
  ModelChosen: defineEvent<{ workspaceId: WorkspaceId; model: string | null; previous: string | null }>()(
    'ModelChosen',
    fact,
  ),
  WorkspaceMoved: defineEvent<{
    workspaceId: WorkspaceId;
    x: number | null;
    y: number | null;
    previous: { x: number | null; y: number | null };
  }>()('WorkspaceMoved', fact),
  TeamCollapsed: defineEvent<{ workspaceId: WorkspaceId }>()('TeamCollapsed', fact),
  TeamUncollapsed: defineEvent<{ workspaceId: WorkspaceId }>()('TeamUncollapsed', fact),
  WorkspaceTagged: defineEvent<{ workspaceId: WorkspaceId; tags: string[]; previous: string[] }>()(
    'WorkspaceTagged',
    fact,
  ),
} as const;

export type TreeFact = FactOf<(typeof treeEvents)[keyof typeof treeEvents]>;
export type WorkspaceFact = FactOf<(typeof workspaceEvents)[keyof typeof workspaceEvents]>;
