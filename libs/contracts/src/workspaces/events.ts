import { defineEvent, type FactOf } from '../declarations/event.js';
import { below, quoted, withTeam } from '../declarations/sentence.js';
import { defineSettable } from '../declarations/settable.js';
import type { Id, WorkspaceId } from '../ids.js';
import type { PersonText } from '../text.js';
import type { Access, TeamAction, Tier } from './limits.js';

const fact = { permission: 'workspaces.read', foldsGraph: true } as const;

/** Every fact given at creation. `command` is the program of runtime `command`; only the process backend runs it, without a shell. */
export interface WorkspaceCreatedData {
  workspaceId: WorkspaceId;
  name: PersonText;
  role: PersonText;
  parentId: WorkspaceId | null;
  x: number | null;
  y: number | null;
  tier: Tier;
  runtime: PersonText;
  command: PersonText | null;
  access: Access;
  workspaceDir: PersonText | null;
  model: PersonText | null;
  tags: PersonText[];
  /** The template that gives the agent its first files. */
  template?: Id;
  /** What the agent may do to everyone below it; absent: nothing. */
  managesTeam?: TeamAction[];
}

/** Stream `tree-<org>`: the one boundary for every rule of the tree. */
export const treeEvents = {
  WorkspaceCreated: defineEvent<WorkspaceCreatedData>()('WorkspaceCreated', {
    ...fact,
    sentence: ({ name, parentId }, words) =>
      `Created ${quoted(name)}${parentId === null ? '' : ` below ${words.nameOf(parentId)}`}`,
  }),
  /** `x`, `y` only when the person gave them. */
  WorkspacePlaced: defineEvent<{
    workspaceId: WorkspaceId;
    parentId: WorkspaceId | null;
    previousParentId: WorkspaceId | null;
    x?: number | null;
    y?: number | null;
  }>()('WorkspacePlaced', { ...fact, sentence: ({ parentId }, words) => `Moved ${below(parentId, words)}` }),
  /** Names the root; the fold derives the subtree at that moment. `count` includes the root. */
  WorkspaceRemoved: defineEvent<{ workspaceId: WorkspaceId; removalId: Id; count: number }>()('WorkspaceRemoved', {
    ...fact,
    sentence: ({ count }) => withTeam('Removed', count),
  }),
  /** Brings back exactly the nodes of that removal, the root below `parentId`. */
  WorkspaceRestored: defineEvent<{
    workspaceId: WorkspaceId;
    removalId: Id;
    parentId: WorkspaceId | null;
    count: number;
  }>()('WorkspaceRestored', { ...fact, sentence: ({ count }) => withTeam('Restored', count) }),
  /** One of those that were purged with `root`; only the log remembers it. */
  WorkspacePurged: defineEvent<{ workspaceId: WorkspaceId; root: WorkspaceId }>()('WorkspacePurged', {
    ...fact,
    sentence: () => 'Deleted permanently',
  }),
} as const;

/** Stream `workspace-<id>`: facts of one workspace. `previous` is the value replaced, so that undo and audit need no second read. */
export const workspaceEvents = {
  WorkspaceRenamed: defineEvent<{ workspaceId: WorkspaceId; name: PersonText; previous: PersonText }>()(
    'WorkspaceRenamed',
    { ...fact, sentence: ({ name, previous }) => `Renamed ${quoted(previous)} to ${quoted(name)}` },
  ),
  RoleAssigned: defineEvent<{ workspaceId: WorkspaceId; role: PersonText; previous: PersonText }>()('RoleAssigned', {
    ...fact,
    sentence: ({ role }) => `Changed the role to ${quoted(role)}`,
  }),
  TierChosen: defineEvent<{ workspaceId: WorkspaceId; tier: Tier; previous: Tier }>()('TierChosen', {
    ...fact,
    sentence: ({ tier, previous }) => `Changed the tier from ${previous} to ${tier}`,
  }),
  RuntimeChosen: defineEvent<{
    workspaceId: WorkspaceId;
    runtime: PersonText;
    command: PersonText | null;
    previous: { runtime: PersonText; command: PersonText | null };
  }>()('RuntimeChosen', {
    ...fact,
    sentence: ({ runtime, command }) =>
      command === null ? `Changed the runtime to ${runtime}` : `Changed the command to ${quoted(command)}`,
  }),
  AccessChosen: defineEvent<{
    workspaceId: WorkspaceId;
    access: Access;
    workspaceDir: PersonText | null;
    previous: { access: Access; workspaceDir: PersonText | null };
  }>()('AccessChosen', {
    ...fact,
    sentence: ({ access }) => `Changed the file access to ${access.replace('_', ' ')}`,
  }),
  ModelChosen: defineEvent<{ workspaceId: WorkspaceId; model: PersonText | null; previous: PersonText | null }>()(
    'ModelChosen',
    {
      ...fact,
      sentence: ({ model }) => (model === null ? 'Cleared the model' : `Changed the model to ${model}`),
    },
  ),
  WorkspaceMoved: defineEvent<{
    workspaceId: WorkspaceId;
    x: number | null;
    y: number | null;
    previous: { x: number | null; y: number | null };
  }>()('WorkspaceMoved', {
    ...fact,
    sentence: ({ x }) => (x === null ? 'Returned to the automatic layout' : 'Moved on the canvas'),
  }),
  TeamCollapsed: defineEvent<{ workspaceId: WorkspaceId }>()('TeamCollapsed', {
    ...fact,
    sentence: () => 'Collapsed the team',
  }),
  TeamUncollapsed: defineEvent<{ workspaceId: WorkspaceId }>()('TeamUncollapsed', {
    ...fact,
    sentence: () => 'Expanded the team',
  }),
  WorkspaceTagged: defineEvent<{ workspaceId: WorkspaceId; tags: PersonText[]; previous: PersonText[] }>()(
    'WorkspaceTagged',
    {
      ...fact,
      sentence: ({ tags }) => (tags.length === 0 ? 'Removed all tags' : `Changed the tags to ${tags.join(', ')}`),
    },
  ),
} as const;

export type TreeFact = FactOf<(typeof treeEvents)[keyof typeof treeEvents]>;
export type WorkspaceFact = FactOf<(typeof workspaceEvents)[keyof typeof workspaceEvents]>;

/** The facts that one event each replaces whole: decider, graph fold and view follow from this table. */
export const workspaceSettable = defineSettable<WorkspaceFact>()({
  name: 'WorkspaceRenamed',
  role: 'RoleAssigned',
  tier: 'TierChosen',
  model: 'ModelChosen',
  tags: 'WorkspaceTagged',
});
export type WorkspaceSettable = keyof typeof workspaceSettable;

/** What these facts are where a creation does not say. Tier 1 is sandboxed; the default of Molecule AI is privileged. */
export const settableDefaults: Readonly<Omit<Pick<WorkspaceCreatedData, WorkspaceSettable>, 'name'>> = {
  role: '',
  tier: 1,
  model: null,
  tags: [],
};
