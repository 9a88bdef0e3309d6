import type { AnyFact, EventItem } from '@guildhall/contracts';

/** Names a workspace by id, also one that is removed. */
export type NameOf = (id: string | null) => string;

const below = (parentId: string | null, nameOf: NameOf): string =>
  parentId === null ? 'at the top' : `below ${nameOf(parentId)}`;
const quoted = (text: string): string => (text === '' ? 'nothing' : `“${text}”`);
const listed = (tags: readonly string[]): string => (tags.length === 0 ? 'none' : tags.join(', '));

/** What happened, in one sentence without a subject: the actor stands beside it. */
export const eventSentence = (item: Pick<EventItem, 'type' | 'data'>, nameOf: NameOf): string => {
  const fact = { type: item.type, data: item.data } as unknown as AnyFact;
  return (
    structureSentence(fact, nameOf) ??
    factSentence(fact) ??
    backendSentence(fact) ??
    lifecycleSentence(fact) ??
    agentSentence(fact) ??
    placeSentence(fact) ??
    messageSentence(fact, nameOf) ??
    otherSentence(fact)
  );
};

const structureSentence = (fact: AnyFact, nameOf: NameOf): string | null => {
  switch (fact.type) {
    case 'WorkspaceCreated':
      return `Created ${quoted(fact.data.name)} ${below(fact.data.parentId, nameOf)}`;
    case 'WorkspacePlaced':
      return `Moved ${below(fact.data.parentId, nameOf)}, was ${below(fact.data.previousParentId, nameOf)}`;
    case 'WorkspaceRemoved':
      return fact.data.count > 1 ? `Removed with its team, ${fact.data.count} in all` : 'Removed';
    case 'WorkspaceRestored':
      return fact.data.count > 1 ? `Restored with its team, ${fact.data.count} in all` : 'Restored';
    case 'WorkspaceMoved':
      return fact.data.x === null ? 'Left to the layout again' : 'Moved on the canvas';
    case 'TeamCollapsed':
      return 'Closed the team';
    case 'TeamUncollapsed':
      return 'Opened the team';
    default:
      return null;
  }
};

const factSentence = (fact: AnyFact): string | null => {
  switch (fact.type) {
    case 'WorkspaceRenamed':
      return `Renamed to ${quoted(fact.data.name)}, was ${quoted(fact.data.previous)}`;
    case 'RoleAssigned':
      return `Role is now ${quoted(fact.data.role)}`;
    case 'TierChosen':
      return `Tier ${fact.data.previous} became ${fact.data.tier}`;
    case 'RuntimeChosen':
      return fact.data.command === null
        ? `Runtime is now ${fact.data.runtime}`
        : `Program is now ${quoted(fact.data.command)}`;
    case 'AccessChosen':
      return `File access is now ${fact.data.access.replace('_', ' ')}`;
    case 'ModelChosen':
      return `Model is now ${fact.data.model ?? 'not set'}`;
    case 'WorkspaceTagged':
      return `Tags are now ${listed(fact.data.tags)}`;
    default:
      return null;
  }
};

const backendSentence = (fact: AnyFact): string | null => {
  switch (fact.type) {
    case 'ProvisioningRequested':
      return `Start asked for (${fact.data.reason})`;
    case 'ProcessStarted':
      return fact.data.adopted ? `Process ${fact.data.pid} was found running` : `Process ${fact.data.pid} started`;
    case 'ContainerStarted': {
      const container = `Container ${fact.data.containerId.slice(0, 12)}`;
      return fact.data.adopted ? `${container} was found running` : `${container} started`;
    }
    case 'ProvisioningFailed':
      return `Could not start: ${fact.data.cause}`;
    case 'RestartRequested':
      return fact.data.reset === true ? 'Restart without the old session asked for' : 'Restart asked for';
    case 'BackendStopped':
      return `Stopped: ${fact.data.cause}`;
    case 'CrashLoopDetected':
      return `Given up after ${fact.data.crashes} crashes${fact.data.cause === undefined ? '' : `: ${fact.data.cause}`}`;
    case 'BackendLost':
      return `Out of reach: ${fact.data.cause}`;
    case 'BackendFound':
      return 'Within reach again';
    case 'OrphanReaped':
      return `Ended ${fact.data.handle}, which nobody wanted: ${fact.data.cause}`;
    default:
      return null;
  }
};

const lifecycleSentence = (fact: AnyFact): string | null => {
  switch (fact.type) {
    case 'WorkspacePaused':
      return fact.data.root === fact.data.workspaceId ? 'Paused' : 'Paused with its team';
    case 'WorkspaceResumed':
      return 'Resumed';
    case 'WorkspaceHibernated':
      return `Went to sleep: ${fact.data.cause}`;
    case 'WorkspaceWoken':
      return `Woken: ${fact.data.cause}`;
    case 'WorkspacePurged':
      return 'Purged for good';
    default:
      return null;
  }
};

const agentSentence = (fact: AnyFact): string | null => {
  switch (fact.type) {
    case 'AgentDegraded':
      return `Agent does not do well: ${fact.data.cause}`;
    case 'AgentRecovered':
      return `Agent does well again: ${fact.data.cause}`;
    case 'AgentRegistered':
      return `Agent registered at ${fact.data.url}`;
    case 'AgentCardUpdated':
      return 'Agent card changed';
    case 'AgentWentOnline':
      return 'Agent came online';
    case 'AgentWentOffline':
      return `Agent went offline: ${fact.data.cause}`;
    default:
      return null;
  }
};

const placeSentence = (fact: AnyFact): string | null => {
  switch (fact.type) {
    case 'FileChangeBegun':
      return `Change of files below ${fact.data.root} begun`;
    case 'FileWritten':
      return `Wrote ${fact.data.root}/${fact.data.path}`;
    case 'FileDeleted':
      return `Deleted ${fact.data.root}/${fact.data.path}`;
    case 'FilesReplaced':
      return `Replaced all files below ${fact.data.root}: ${fact.data.files.length} now`;
    case 'FileChangeFailed':
      return `Change of files failed: ${fact.data.cause}`;
    case 'TerminalOpened':
      return 'Terminal opened';
    case 'TerminalClosed':
      return `Terminal closed: ${fact.data.cause}`;
    default:
      return null;
  }
};

const messageSentence = (fact: AnyFact, nameOf: NameOf): string | null => {
  switch (fact.type) {
    case 'MessageSent':
      return fact.data.from.kind === 'workspace' ? `Message from ${nameOf(fact.data.from.id)}` : 'Message sent';
    case 'MessageQueued':
      return `Message waits: ${fact.data.cause}`;
    case 'MessageDispatched':
      return fact.data.attempt > 1
        ? `Message handed over again, attempt ${fact.data.attempt}`
        : 'Message handed to the agent';
    case 'MessageDelivered':
      return 'Agent took the message as a task';
    case 'MessageAnswered':
      return `Message answered after ${fact.data.durationMs} ms`;
    case 'MessageFailed':
      return `Message failed: ${fact.data.cause}`;
    case 'MessageExpired':
      return 'Message expired before it was delivered';
    case 'MessageCancelled':
      return 'Message cancelled';
    default:
      return null;
  }
};

const otherSentence = (fact: AnyFact): string => {
  switch (fact.type) {
    case 'OrganisationFounded':
      return `Founded ${quoted(fact.data.name)}`;
    case 'OrganisationRenamed':
      return `Organisation renamed to ${quoted(fact.data.name)}`;
    case 'CanvasViewportSet':
      return 'Shared view of the canvas saved';
    case 'OrganisationImported': {
      const { name, workspaces, error } = fact.data;
      return `Imported ${quoted(name)}: ${workspaces} workspaces${error === null ? '' : `, then refused: ${error}`}`;
    }
    case 'TemplateImported':
      return `Template ${quoted(fact.data.name)} imported`;
    case 'TokenIssued':
      return `Token ${fact.data.name} issued`;
    case 'TokenRevoked':
      return `Token revoked: ${fact.data.cause}`;
    case 'AccessRefused': {
      const times = fact.data.count === 1 ? '' : ` (${fact.data.count} times)`;
      return `Refused ${fact.data.route}${times}: ${fact.data.code.toLowerCase().replaceAll('_', ' ')}`;
    }
    case 'OperatorLoggedIn':
      return 'Logged in';
    case 'SessionEnded':
      return 'Logged out';
    default:
      return fact.type;
  }
};
