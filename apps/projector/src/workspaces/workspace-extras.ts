import type {
  AgentFact,
  Instant,
  JsonObject,
  OrganisationId,
  ProvisioningFact,
  RecordedEvent,
  TreeFact,
  WorkspaceFact,
} from '@guildhall/contracts';
import { streams } from '@guildhall/contracts';

/** What a workspace shows besides what the organisation graph holds. */
export interface WorkspaceExtras {
  org: OrganisationId;
  url: string | null;
  card: JsonObject | null;
  model: string | null;
  command: string | null;
  workspaceDir: string | null;
  createdAt: Instant;
  updatedAt: Instant;
  /** Last revision of the workspace's own stream; null before its first fact. */
  facts: number | null;
  /** Revision of the tree event that last named it. */
  placement: number;
}

/** Facts that name one workspace in `data.workspaceId`. */
type NamingFact = TreeFact | WorkspaceFact | AgentFact | ProvisioningFact;

export const createdExtras = (event: RecordedEvent): WorkspaceExtras => {
  const data = event.data as Extract<TreeFact, { type: 'WorkspaceCreated' }>['data'];
  return {
    org: event.metadata.org,
    url: null,
    card: null,
    model: data.model,
    command: data.command,
    workspaceDir: data.workspaceDir,
    createdAt: event.metadata.recordedAt,
    updatedAt: event.metadata.recordedAt,
    facts: null,
    placement: event.revision,
  };
};

/** The extras after an event that names the workspace; `incarnation`: of its backend, older reports do not count. */
export const foldExtras = (extras: WorkspaceExtras, event: RecordedEvent, incarnation: number): WorkspaceExtras => ({
  ...extras,
  ...changeBy(event as RecordedEvent & NamingFact, incarnation),
  ...revisionBy(event),
  updatedAt: event.metadata.recordedAt,
});

const changeBy = (fact: NamingFact, incarnation: number): Partial<WorkspaceExtras> => {
  switch (fact.type) {
    case 'RuntimeChosen':
      return { command: fact.data.command };
    case 'AccessChosen':
      return { workspaceDir: fact.data.workspaceDir };
    case 'ModelChosen':
      return { model: fact.data.model };
    case 'AgentRegistered':
      return fact.data.incarnation < incarnation ? {} : { url: fact.data.url, card: fact.data.card };
    case 'AgentCardUpdated':
      return { card: fact.data.card };
    case 'ProvisioningRequested':
      return { url: null };
    default:
      return {};
  }
};

const revisionBy = ({ stream, revision, data, metadata }: RecordedEvent): Partial<WorkspaceExtras> => {
  const { workspaceId } = data as { workspaceId: string };
  if (stream === streams.workspace(workspaceId)) return { facts: revision };
  return stream === streams.tree(metadata.org) ? { placement: revision } : {};
};
