import type { ConversationId, CredentialId, OrganisationId, WorkspaceId } from './ids.js';

/** The names of all streams, in one place. Every rule needs exactly one of them as its consistency boundary. */
export const streams = {
  organisation: (org: OrganisationId) => `organisation-${org}`,
  tree: (org: OrganisationId) => `tree-${org}`,
  workspace: (id: WorkspaceId) => `workspace-${id}`,
  agent: (id: WorkspaceId) => `agent-${id}`,
  provisioning: (id: WorkspaceId) => `provisioning-${id}`,
  credential: (id: CredentialId) => `credential-${id}`,
  files: (id: WorkspaceId) => `files-${id}`,
  terminal: (sessionId: string) => `terminal-${sessionId}`,
  /** `key`: UUIDv5 of organisation and id. */
  template: (key: string) => `template-${key}`,
  conversation: (id: ConversationId) => `conversation-${id}`,
} as const;

/** Where all organisations start. */
export const defaultOrganisation: OrganisationId = 'default';
