import type { AgentStatus, DataOf, Instant, provisioningEvents, registryEvents } from '@guildhall/contracts';
import type { GraphWorkspace } from '@guildhall/contracts';

type StatusEvents = typeof provisioningEvents & typeof registryEvents;
/** Event types that say how an agent or its backend is. */
export type StatusEventType =
  | 'ProvisioningRequested'
  | 'ProcessStarted'
  | 'ContainerStarted'
  | 'ProvisioningFailed'
  | 'BackendStopped'
  | 'CrashLoopDetected'
  | 'WorkspacePaused'
  | 'WorkspaceResumed'
  | 'WorkspaceHibernated'
  | 'BackendLost'
  | 'BackendFound'
  | 'AgentWentOnline'
  | 'AgentWentOffline'
  | 'AgentDegraded'
  | 'AgentRecovered';

/** What an event makes of a status; null: it changes nothing. */
export interface StatusChange {
  status: AgentStatus;
  cause: string | null;
  /** Of a failure: its code. */
  code?: string;
}

export const externalRuntime = 'external';

/** A status word keeps its `since` for as long as it stays the same; its cause may change meanwhile. */
export const setStatus = (workspace: GraphWorkspace, { status, cause, code }: StatusChange, at: Instant): void => {
  if (workspace.status !== status) {
    workspace.status = status;
    workspace.since = at;
  }
  workspace.cause = cause;
  workspace.failure = status === 'failed' ? (code ?? workspace.failure) : null;
};

/** Agents of others are waited for; ours are started. */
export const createdStatus = (runtime: string): StatusChange =>
  runtime === externalRuntime
    ? { status: 'awaiting_agent', cause: null }
    : { status: 'provisioning', cause: 'created' };

export const restoredStatus = (runtime: string): StatusChange => ({
  status: runtime === externalRuntime ? 'awaiting_agent' : 'offline',
  cause: 'restored',
});

/** An agent that can be given work: one that does not do well still works. */
export const isReachable = (status: AgentStatus): boolean => status === 'online' || status === 'degraded';

const minuteMs = 60_000;

/** Somebody wants it so: what its dying backend still reports changes nothing. */
const isHeld = (now: AgentStatus): boolean => now === 'paused' || now === 'hibernated';

const starting = (now: AgentStatus): StatusChange | null =>
  now === 'provisioning' ? { status: 'provisioning', cause: 'starting' } : null;

/**
 * The one table of status: what each event makes of a workspace that is there, given that it does not come from an
 * older incarnation. `runtime` is that of the workspace.
 */
export const statusAfter: {
  [Type in StatusEventType]: (
    now: AgentStatus,
    data: DataOf<StatusEvents[Type]>,
    runtime: string,
  ) => StatusChange | null;
} = {
  ProvisioningRequested: (_now, { reason }) => ({ status: 'provisioning', cause: reason }),
  ProcessStarted: starting,
  ContainerStarted: starting,
  ProvisioningFailed: (now, { cause, code }) => (isHeld(now) ? null : { status: 'failed', cause, code }),
  BackendStopped: (now, { cause }) => (now === 'failed' || isHeld(now) ? null : { status: 'offline', cause }),
  CrashLoopDetected: (_now, { crashes, windowMs, cause }) => ({
    status: 'failed',
    cause: `${cause === undefined ? '' : `${cause}; `}crashed ${crashes} times in ${windowMs / minuteMs} minutes`,
    code: 'CRASH_LOOP',
  }),
  WorkspacePaused: (_now, { workspaceId, root }) => ({
    status: 'paused',
    cause: workspaceId === root ? 'paused' : 'paused with its team',
  }),
  WorkspaceResumed: (_now, _data, runtime) =>
    runtime === externalRuntime
      ? { status: 'awaiting_agent', cause: 'resumed' }
      : { status: 'provisioning', cause: 'resumed' },
  WorkspaceHibernated: (_now, { cause }) => ({ status: 'hibernated', cause }),
  BackendLost: (now, { cause }) => ({ status: now, cause }),
  BackendFound: (now) => ({ status: now, cause: 'the engine is back' }),
  AgentWentOnline: (now, { cause }) => (isHeld(now) ? null : { status: 'online', cause }),
  /** Who is offline already has a reason that says more than its silence; who is waited for was not there. */
  AgentWentOffline: (now, { cause }) =>
    now === 'offline' || now === 'failed' || now === 'awaiting_agent' || isHeld(now)
      ? null
      : { status: 'offline', cause },
  AgentDegraded: (now, { cause }) => (now === 'online' || now === 'degraded' ? { status: 'degraded', cause } : null),
  AgentRecovered: (now, { cause }) => (now === 'degraded' ? { status: 'online', cause } : null),
};
