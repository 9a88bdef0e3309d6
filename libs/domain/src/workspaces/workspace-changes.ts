import type { Access, Tier, WorkspaceCreatedData, WorkspaceFact, WorkspaceId } from '@guildhall/contracts';
import { sameJson } from '../json-equality.js';
import { commandRuntime, requireAccessFits, requireCommandFits } from './runtime-and-access.js';

/** What one workspace is, besides its place in the tree. */
export interface WorkspaceFacts {
  workspaceId: WorkspaceId;
  name: string;
  role: string;
  tier: Tier;
  runtime: string;
  command: string | null;
  access: Access;
  workspaceDir: string | null;
  model: string | null;
  x: number | null;
  y: number | null;
  collapsed: boolean;
  tags: string[];
}

/**
 * Any of the facts at once. A runtime without a command keeps the command where it still fits; an access without a
 * folder keeps the folder where it still fits.
 */
export interface WorkspaceChanges {
  name?: string;
  role?: string;
  tier?: Tier;
  runtime?: string;
  command?: string | null;
  access?: Access;
  workspaceDir?: string | null;
  model?: string | null;
  x?: number | null;
  y?: number | null;
  collapsed?: boolean;
  tags?: string[];
}

export const factsFrom = (creation: WorkspaceCreatedData): WorkspaceFacts => {
  const { parentId: _parentId, tags, ...facts } = creation;
  return { ...facts, tags: [...tags], collapsed: false };
};

/** One fact for each thing that changes, all or none. Throws when runtime and command, or access and folder, do not fit. */
export const decideChanges = (facts: WorkspaceFacts, changes: WorkspaceChanges): WorkspaceFact[] => [
  ...describing(facts, changes),
  ...running(facts, changes),
  ...reaching(facts, changes),
  ...showing(facts, changes),
];

const describing = (facts: WorkspaceFacts, { name, role, tier, model, tags }: WorkspaceChanges): WorkspaceFact[] => {
  const { workspaceId } = facts;
  const decided: WorkspaceFact[] = [];
  if (name !== undefined && name !== facts.name) {
    decided.push({ type: 'WorkspaceRenamed', data: { workspaceId, name, previous: facts.name } });
  }
  if (role !== undefined && role !== facts.role) {
    decided.push({ type: 'RoleAssigned', data: { workspaceId, role, previous: facts.role } });
  }
  if (tier !== undefined && tier !== facts.tier) {
    decided.push({ type: 'TierChosen', data: { workspaceId, tier, previous: facts.tier } });
  }
  if (model !== undefined && model !== facts.model) {
    decided.push({ type: 'ModelChosen', data: { workspaceId, model, previous: facts.model } });
  }
  if (tags !== undefined && !sameJson(tags, facts.tags)) {
    decided.push({ type: 'WorkspaceTagged', data: { workspaceId, tags: [...tags], previous: [...facts.tags] } });
  }
  return decided;
};

const running = (facts: WorkspaceFacts, changes: WorkspaceChanges): WorkspaceFact[] => {
  if (changes.runtime === undefined && changes.command === undefined) return [];
  const runtime = changes.runtime ?? facts.runtime;
  const kept = runtime === commandRuntime ? facts.command : null;
  const command = changes.command === undefined ? kept : changes.command;
  requireCommandFits(runtime, command);
  if (runtime === facts.runtime && command === facts.command) return [];
  const previous = { runtime: facts.runtime, command: facts.command };
  return [{ type: 'RuntimeChosen', data: { workspaceId: facts.workspaceId, runtime, command, previous } }];
};

const reaching = (facts: WorkspaceFacts, changes: WorkspaceChanges): WorkspaceFact[] => {
  if (changes.access === undefined && changes.workspaceDir === undefined) return [];
  const access = changes.access ?? facts.access;
  const kept = access === 'none' ? null : facts.workspaceDir;
  const workspaceDir = changes.workspaceDir === undefined ? kept : changes.workspaceDir;
  requireAccessFits(access, workspaceDir);
  if (access === facts.access && workspaceDir === facts.workspaceDir) return [];
  const previous = { access: facts.access, workspaceDir: facts.workspaceDir };
  return [{ type: 'AccessChosen', data: { workspaceId: facts.workspaceId, access, workspaceDir, previous } }];
};

const showing = (facts: WorkspaceFacts, { x, y, collapsed }: WorkspaceChanges): WorkspaceFact[] => {
  const { workspaceId } = facts;
  const decided: WorkspaceFact[] = [];
  // Never a no-op: a placement on the tree may have moved the node without this stream knowing.
  if (x !== undefined && y !== undefined) {
    decided.push({ type: 'WorkspaceMoved', data: { workspaceId, x, y, previous: { x: facts.x, y: facts.y } } });
  }
  if (collapsed !== undefined && collapsed !== facts.collapsed) {
    decided.push({ type: collapsed ? 'TeamCollapsed' : 'TeamUncollapsed', data: { workspaceId } });
  }
  return decided;
};
