import { workspaceSettable, type WorkspaceCreatedData, type WorkspaceFact } from '@guildhall/contracts';
import { settable } from '../settable.js';
import { commandRuntime, requireAccessFits, requireCommandFits } from './runtime-and-access.js';

/** What a workspace is, besides its place in the tree. */
export interface WorkspaceFacts extends Omit<WorkspaceCreatedData, 'parentId' | 'template' | 'managesTeam'> {
  collapsed: boolean;
}

/**
 * Any of the facts at once. A runtime without a command keeps the command where it still fits; an access without a
 * folder keeps the folder where it still fits.
 */
export type WorkspaceChanges = Partial<Omit<WorkspaceFacts, 'workspaceId'>>;

/** The fields that one event each replaces whole. */
export const workspaceFields = settable<WorkspaceFact, typeof workspaceSettable>(workspaceSettable);

export const factsFrom = (creation: WorkspaceCreatedData): WorkspaceFacts => {
  const { parentId: _parentId, template: _template, managesTeam: _managesTeam, ...facts } = creation;
  return { ...facts, collapsed: false };
};

/** One fact for each thing that changes, all or none. Throws when runtime and command, or access and folder, do not fit. */
export const decideChanges = (facts: WorkspaceFacts, changes: WorkspaceChanges): WorkspaceFact[] => [
  ...workspaceFields.decide({ workspaceId: facts.workspaceId }, facts, changes),
  ...running(facts, changes),
  ...reaching(facts, changes),
  ...showing(facts, changes),
];

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
