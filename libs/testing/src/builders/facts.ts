import type { AnyFact, BlobRef, DataOf, eventDeclarations, EventType } from '@guildhall/contracts';
import { exampleIds } from './example-ids.js';
import { readGoldens } from './goldens.js';

type Data<Type extends EventType> = DataOf<(typeof eventDeclarations)[Type]>;
type FactNamed<Type extends EventType> = Extract<AnyFact, { type: Type }>;

export const exampleBlob: BlobRef = { digest: '0'.repeat(64), keyId: 'key-1', size: 12, mediaType: 'application/json' };

const { org, workspace: workspaceId, removal: removalId, credential: credentialId } = exampleIds;
const ofFiles = { workspaceId, changeId: exampleIds.message };
const exampleFile = { path: 'config.yaml', digest: '0'.repeat(64), size: 3 };
const ofMessage = { messageId: exampleIds.message, conversationId: exampleIds.conversation, workspaceId };
const secret = { prefix: '01234567', digest: '1'.repeat(64) };

/** An event that is not here has the data of its golden event. */
const defaults: { [Type in EventType]?: Data<Type> } = {
  OrganisationFounded: { org, name: 'My organisation' },
  OrganisationRenamed: { org, name: 'Better name', previous: 'My organisation' },
  CanvasViewportSet: { org, x: 10, y: 20, zoom: 1.5 },
  OrganisationImported: { org, template: 'demo', name: 'Demo bureau', workspaces: 5, error: null },
  TemplateImported: { templateId: 'reviewer', name: 'Reviewer', origin: 'person', files: [exampleFile] },
  WorkspaceCreated: {
    workspaceId,
    name: 'Coder',
    role: 'Writes code',
    parentId: null,
    x: null,
    y: null,
    tier: 1,
    runtime: 'command',
    command: 'node agent.mjs',
    access: 'none',
    workspaceDir: null,
    model: null,
    tags: [],
  },
  WorkspacePlaced: { workspaceId, parentId: null, previousParentId: null },
  WorkspaceRemoved: { workspaceId, removalId, count: 1 },
  WorkspacePurged: { workspaceId, root: workspaceId },
  WorkspaceRestored: { workspaceId, removalId, parentId: null, count: 1 },
  WorkspaceRenamed: { workspaceId, name: 'Lead coder', previous: 'Coder' },
  RoleAssigned: { workspaceId, role: 'Leads the coders', previous: 'Writes code' },
  TierChosen: { workspaceId, tier: 2, previous: 1 },
  RuntimeChosen: {
    workspaceId,
    runtime: 'langgraph',
    command: null,
    previous: { runtime: 'command', command: 'node agent.mjs' },
  },
  AccessChosen: {
    workspaceId,
    access: 'read_only',
    workspaceDir: '/srv/project',
    previous: { access: 'none', workspaceDir: null },
  },
  ModelChosen: { workspaceId, model: 'small', previous: null },
  WorkspaceMoved: { workspaceId, x: 100, y: 200, previous: { x: null, y: null } },
  TeamCollapsed: { workspaceId },
  TeamUncollapsed: { workspaceId },
  WorkspaceTagged: { workspaceId, tags: ['blue'], previous: [] },
  AgentRegistered: {
    workspaceId,
    incarnation: 1,
    url: 'http://127.0.0.1:8001',
    endpoint: { ...exampleBlob, mediaType: 'text/plain' },
    endpointDigest: '1'.repeat(64),
    card: { name: 'Coder' },
  },
  AgentCardUpdated: { workspaceId, card: { name: 'Coder', version: '2' } },
  AgentWentOnline: { workspaceId, incarnation: 1, cause: { code: 'registered' } },
  AgentWentOffline: { workspaceId, incarnation: 1, cause: { code: 'silent', details: { seconds: 30 } } },
  AgentDegraded: {
    workspaceId,
    incarnation: 1,
    cause: { code: 'error_rate', details: { percent: 62 } },
    words: { ...exampleBlob, mediaType: 'text/plain' },
  },
  AgentRecovered: { workspaceId, incarnation: 1, cause: { code: 'error_rate', details: { percent: 4 } } },
  ProvisioningRequested: {
    workspaceId,
    incarnation: 1,
    backend: 'process',
    runtime: 'command',
    reason: 'created',
    notBefore: null,
  },
  ContainerStarted: {
    workspaceId,
    incarnation: 1,
    containerId: '4f0c9a1be6d2',
    image: 'guildhall/agent:0.1.0',
    adopted: false,
  },
  WorkspacePaused: { workspaceId, incarnation: 1, root: workspaceId },
  WorkspaceResumed: { workspaceId, incarnation: 1, root: workspaceId },
  WorkspaceHibernated: { workspaceId, incarnation: 1, cause: { code: 'idle_minutes', details: { minutes: 30 } } },
  WorkspaceWoken: { workspaceId, incarnation: 1, cause: { code: 'message_received' } },
  BackendLost: { workspaceId, incarnation: 1, cause: { code: 'ENGINE_UNREACHABLE' } },
  BackendFound: { workspaceId, incarnation: 1 },
  OrphanReaped: {
    workspaceId,
    incarnation: 1,
    backend: 'docker',
    handle: '4f0c9a1be6d2',
    cause: { code: 'workspace_removed' },
  },
  FileChangeBegun: { ...ofFiles, change: 'write', root: 'configs', path: exampleFile.path, files: [exampleFile] },
  FileWritten: { ...ofFiles, root: 'configs', ...exampleFile },
  FileDeleted: { ...ofFiles, root: 'configs', path: exampleFile.path },
  FilesReplaced: { ...ofFiles, root: 'configs', files: [exampleFile] },
  FileChangeFailed: { ...ofFiles, cause: { code: 'ROOT_READ_ONLY', details: { root: 'workspace' } } },
  TerminalOpened: { sessionId: exampleIds.message, workspaceId, platform: 'host/1/2' },
  TerminalClosed: { sessionId: exampleIds.message, workspaceId, exitCode: 0, cause: { code: 'shell_ended' } },
  ProcessStarted: { workspaceId, incarnation: 1, pid: 4242, adopted: false },
  ProvisioningFailed: {
    workspaceId,
    incarnation: 1,
    cause: { code: 'START_FAILED' },
    words: { ...exampleBlob, mediaType: 'text/plain' },
  },
  RestartRequested: { workspaceId, incarnation: 1 },
  BackendStopped: {
    workspaceId,
    incarnation: 1,
    requested: false,
    exitCode: 1,
    signal: null,
    cause: { code: 'ended_with_code', details: { place: 'process', exitCode: 1 } },
  },
  CrashLoopDetected: { workspaceId, incarnation: 5, crashes: 5, windowMs: 300_000 },
  TokenIssued: {
    credentialId,
    kind: 'workspace',
    workspaceId,
    incarnation: null,
    name: 'connect',
    ...secret,
    expiresAt: null,
  },
  TokenRevoked: { credentialId, workspaceId, cause: { code: 'start_adopted' } },
  OperatorLoggedIn: {
    credentialId,
    operatorId: 'operator',
    via: exampleIds.link,
    ...secret,
    pageDigest: '2'.repeat(64),
    expiresAt: '2026-12-01T00:00:00.000Z',
  },
  AccessRefused: {
    credentialId: 'unknown-2026-11-23',
    code: 'UNAUTHENTICATED',
    method: 'POST',
    path: '/registry/heartbeat',
    request: null,
    workspaceId,
    count: 3,
    since: '2026-11-23T10:00:00.000Z',
    until: '2026-11-23T10:00:40.000Z',
  },
  SessionEnded: { credentialId },
  MessageSent: {
    ...ofMessage,
    contextId: 'operator:operator',
    from: { kind: 'operator', id: 'operator' },
    body: exampleBlob,
    hop: 0,
    expiresAt: '2026-12-01T00:00:00.000Z',
  },
  MessageQueued: { ...ofMessage, cause: { code: 'agent_not_ready', details: { status: 'offline' } } },
  MessageDispatched: { ...ofMessage, attempt: 1, incarnation: 1 },
  MessageDelivered: { ...ofMessage, taskId: 'task-1' },
  MessageAnswered: { ...ofMessage, body: exampleBlob, durationMs: 250 },
  MessageFailed: { ...ofMessage, cause: { code: 'AGENT_FAILED' }, words: exampleBlob },
  MessageExpired: ofMessage,
  MessageCancelled: ofMessage,
};

const goldenData = (type: EventType): object =>
  readGoldens().findLast(({ event }) => event.type === type)?.event.data as object;

/** A fact of any declared type; everything an example does not name has a readable default. */
export const fact = <Type extends EventType>(type: Type, data: Partial<Data<Type>> = {}): FactNamed<Type> =>
  ({ type, data: { ...(defaults[type] ?? goldenData(type)), ...data } }) as object as FactNamed<Type>;
