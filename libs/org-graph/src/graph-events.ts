import type {
  AgentStatus,
  DataOf,
  EventType,
  GraphWorkspace,
  Instant,
  WorkspaceId,
  eventDeclarations,
} from '@guildhall/contracts';
import { dueFor, fileChanged, filesReplaced } from './restart-due.js';
import { externalRuntime, setStatus, statusAfter, type StatusChange } from './status.js';
import { createWorkspace, placeWorkspace, purgeWorkspace, removeTeam, restoreTeam } from './structure.js';
import { messageDispatched, messageEnded, messageQueued, messageSent } from './work.js';
import type { WorkspaceTable } from './workspace-table.js';

type Data<Type extends EventType> = DataOf<(typeof eventDeclarations)[Type]>;
type Fold<Type extends EventType> = (table: WorkspaceTable, data: Data<Type>, at: Instant) => readonly WorkspaceId[];
type FoldTable = { readonly [Type in EventType]: Fold<Type> };

const nothing = (): readonly WorkspaceId[] => [];

/** A fold that touches one workspace. Facts about a workspace that was never created change nothing. */
const ofWorkspace =
  <D extends { workspaceId: WorkspaceId }>(change: (workspace: GraphWorkspace, data: D, at: Instant) => void) =>
  (table: WorkspaceTable, data: D, at: Instant): readonly WorkspaceId[] => {
    const workspace = table.edit(data.workspaceId);
    if (workspace === undefined) return [];
    change(workspace, data, at);
    return [workspace.id];
  };

/** Reports of an older incarnation are ignored, so that a dying agent cannot speak for its successor. */
const ofStatus =
  <D extends { workspaceId: WorkspaceId; incarnation: number }>(
    rule: (now: AgentStatus, data: D, runtime: string) => StatusChange | null,
  ) =>
  (table: WorkspaceTable, data: D, at: Instant): readonly WorkspaceId[] => {
    const incarnation = table.peek(data.workspaceId)?.incarnation;
    const workspace =
      incarnation === undefined || data.incarnation < incarnation ? undefined : table.edit(data.workspaceId);
    if (workspace === undefined) return [];
    workspace.incarnation = data.incarnation;
    const after = workspace.removed === null ? rule(workspace.status, data, workspace.runtime) : null;
    if (after !== null) setStatus(workspace, after, at);
    return [workspace.id];
  };

/** The beginning or end of a backend's run: no restart is due after it. */
const ofRun: typeof ofStatus = (rule) => {
  const fold = ofStatus(rule);
  return (table, data, at) => {
    const changed = fold(table, data, at);
    const workspace = changed.length === 0 ? undefined : table.edit(data.workspaceId);
    if (workspace !== undefined) workspace.restartDue = [];
    return changed;
  };
};

const requested = ofRun(statusAfter.ProvisioningRequested);

/** What every declared event does to the graph; the compiler refuses a table that misses a type. */
export const foldOf: FoldTable = {
  OrganisationFounded: nothing,
  OrganisationRenamed: nothing,
  CanvasViewportSet: nothing,
  OrganisationImported: nothing,
  TemplateImported: nothing,
  WorkspaceCreated: createWorkspace,
  WorkspacePlaced: placeWorkspace,
  WorkspaceRemoved: removeTeam,
  WorkspaceRestored: restoreTeam,
  WorkspacePurged: purgeWorkspace,
  WorkspaceRenamed: ofWorkspace((workspace, { name }) => void (workspace.name = name)),
  RoleAssigned: ofWorkspace((workspace, { role }) => void (workspace.role = role)),
  TierChosen: ofWorkspace((workspace, { tier }) => {
    workspace.tier = tier;
    dueFor(workspace, 'tier');
  }),
  RuntimeChosen: ofWorkspace((workspace, { runtime }) => {
    const isExternal = runtime === externalRuntime;
    if (isExternal !== (workspace.runtime === externalRuntime)) workspace.backend = isExternal ? externalRuntime : null;
    workspace.runtime = runtime;
    dueFor(workspace, 'runtime');
  }),
  AccessChosen: ofWorkspace((workspace, { access }) => {
    workspace.access = access;
    dueFor(workspace, 'access');
  }),
  ModelChosen: ofWorkspace((workspace) => dueFor(workspace, 'model')),
  WorkspaceMoved: ofWorkspace((workspace, { x, y }) => {
    workspace.x = x;
    workspace.y = y;
  }),
  TeamCollapsed: ofWorkspace((workspace) => void (workspace.collapsed = true)),
  TeamUncollapsed: ofWorkspace((workspace) => void (workspace.collapsed = false)),
  WorkspaceTagged: ofWorkspace((workspace, { tags }) => void (workspace.tags = [...tags])),
  AgentRegistered: nothing,
  AgentCardUpdated: nothing,
  AgentWentOnline: ofStatus(statusAfter.AgentWentOnline),
  AgentWentOffline: ofStatus(statusAfter.AgentWentOffline),
  AgentDegraded: ofStatus(statusAfter.AgentDegraded),
  AgentRecovered: ofStatus(statusAfter.AgentRecovered),
  ProvisioningRequested: (table, data, at) => {
    const changed = requested(table, data, at);
    const workspace = changed.length === 0 ? undefined : table.edit(data.workspaceId);
    if (workspace !== undefined) workspace.backend = data.backend;
    return changed;
  },
  ProcessStarted: ofRun(statusAfter.ProcessStarted),
  ContainerStarted: ofRun(statusAfter.ContainerStarted),
  ProvisioningFailed: ofRun(statusAfter.ProvisioningFailed),
  RestartRequested: nothing,
  BackendStopped: ofRun(statusAfter.BackendStopped),
  CrashLoopDetected: ofRun(statusAfter.CrashLoopDetected),
  WorkspacePaused: ofRun(statusAfter.WorkspacePaused),
  WorkspaceResumed: ofStatus(statusAfter.WorkspaceResumed),
  WorkspaceHibernated: ofRun(statusAfter.WorkspaceHibernated),
  WorkspaceWoken: nothing,
  BackendLost: ofStatus(statusAfter.BackendLost),
  BackendFound: ofStatus(statusAfter.BackendFound),
  OrphanReaped: nothing,
  FileChangeBegun: nothing,
  FileWritten: ofWorkspace(fileChanged),
  FileDeleted: ofWorkspace(fileChanged),
  FilesReplaced: ofWorkspace(filesReplaced),
  FileChangeFailed: nothing,
  TerminalOpened: nothing,
  TerminalClosed: nothing,
  TokenIssued: nothing,
  TokenRevoked: nothing,
  OperatorLoggedIn: nothing,
  SessionEnded: nothing,
  AccessRefused: nothing,
  MessageSent: ofWorkspace(messageSent),
  MessageQueued: ofWorkspace(messageQueued),
  MessageDispatched: ofWorkspace(messageDispatched),
  MessageDelivered: nothing,
  MessageAnswered: ofWorkspace(messageEnded),
  MessageFailed: ofWorkspace(messageEnded),
  MessageExpired: ofWorkspace(messageEnded),
  MessageCancelled: ofWorkspace(messageEnded),
};
