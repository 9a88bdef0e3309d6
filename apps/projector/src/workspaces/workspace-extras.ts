import type {
  AgentFact,
  Instant,
  JsonObject,
  OrganisationId,
  ProvisioningFact,
  RecordedEvent,
  TeamAction,
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
  managesTeam: TeamAction[];
  template: string | null;
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
    managesTeam: data.managesTeam ?? [],
    template: data.template ?? null,
    createdAt: event.metadata.recordedAt,
    updatedAt: event.metadata.recordedAt,
    facts: null,
    placement: event.revision,
  };
};

/**
 * Takes an event in that names the workspace. `incarnation`: of its backend at that moment; what an older one reports
 * does not count.
 */
export const foldExtras = (extras: WorkspaceExtras, event: RecordedEvent, incarnation: () => number): void => {
  change(extras, event as RecordedEvent & NamingFact, incarnation);
  const { stream, revision, metadata } = event;
  const { workspaceId } = event.data as { workspaceId: string };
  if (stream === streams.workspace(workspaceId)) extras.facts = revision;
  else if (stream === streams.tree(metadata.org)) extras.placement = revision;
  extras.updatedAt = metadata.recordedAt;
};

const change = (extras: WorkspaceExtras, fact: NamingFact, incarnation: () => number): void => {
  switch (fact.type) {
    case 'RuntimeChosen':
      extras.command = fact.data.command;
      break;
    case 'AccessChosen':
      extras.workspaceDir = fact.data.workspaceDir;
      break;
    case 'ModelChosen':
      extras.model = fact.data.model;
      break;
    case 'AgentRegistered':
      if (fact.data.incarnation < incarnation()) break;
      extras.url = fact.data.url;
      extras.card = fact.data.card;
      break;
    case 'AgentCardUpdated':
      extras.card = fact.data.card;
      break;
    case 'ProvisioningRequested':
      extras.url = null;
  }
};
