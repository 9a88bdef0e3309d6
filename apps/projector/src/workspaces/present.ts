import {
  streams,
  type AgentFact,
  type Instant,
  type JsonObject,
  type LiveColumns,
  type OrganisationId,
  type ProvisioningFact,
  type RecordedEvent,
} from '@guildhall/contracts';

/** What a workspace shows besides the facts of the organisation graph. */
export interface Present {
  org: OrganisationId;
  url: string | null;
  card: JsonObject | null;
  updatedAt: Instant;
  /** Last revision of the workspace's own stream; null before its first fact. */
  facts: number | null;
  /** Revision of the tree event that last named it. */
  placement: number;
}

export const presentOfNew = ({ metadata, revision }: RecordedEvent): Present => ({
  org: metadata.org,
  url: null,
  card: null,
  updatedAt: metadata.recordedAt,
  facts: null,
  placement: revision,
});

/** Folds an event that names the workspace. Reports of an incarnation older than its backend's `incarnation` do not count. */
export const foldPresent = (present: Present, event: RecordedEvent, incarnation: () => number): void => {
  foldAgent(present, event as RecordedEvent & (AgentFact | ProvisioningFact), incarnation);
  const { stream, revision, metadata } = event;
  const { workspaceId } = event.data as { workspaceId: string };
  if (stream === streams.workspace(workspaceId)) present.facts = revision;
  else if (stream === streams.tree(metadata.org)) present.placement = revision;
  present.updatedAt = metadata.recordedAt;
};

const foldAgent = (present: Present, { type, data }: AgentFact | ProvisioningFact, incarnation: () => number): void => {
  if (type === 'ProvisioningRequested') present.url = null;
  if (type === 'AgentCardUpdated') present.card = data.card;
  if (type !== 'AgentRegistered' || data.incarnation < incarnation()) return;
  present.url = data.url;
  present.card = data.card;
};

export const liveColumns = ({ url, card, updatedAt, facts, placement }: Present): LiveColumns => ({
  url,
  agent_card: card,
  updated_at: updatedAt,
  version: `${facts ?? '-'}.${placement}`,
});
