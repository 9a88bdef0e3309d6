export * from './decider.js';
export * from './organisations/organisation.js';
export * from './workspaces/runtime-and-access.js';
export * from './workspaces/tree.js';
export type {
  CreateWorkspaceCommand,
  PlaceWorkspace,
  RemoveWorkspaceCommand,
  RestoreWorkspaceCommand,
} from './workspaces/tree-rules.js';
export * from './workspaces/tree-state.js';
export * from './workspaces/tree-snapshot.js';
export type { UndoTreeChange } from './workspaces/tree-undo.js';
export * from './workspaces/workspace.js';
export * from './workspaces/workspace-changes.js';
export * from './registry/agent.js';
export * from './registry/card.js';
export * from './registry/talk.js';
export { crashLoop } from './provisioning/crashes.js';
export * from './provisioning/provisioning-command.js';
export * from './provisioning/provisioning.js';
export * from './identity/credential.js';
export * from './messages/conversation.js';
export * from './files/files.js';
export * from './terminal/terminal.js';
export * from './templates/template.js';
export * from './testing/given.js';
