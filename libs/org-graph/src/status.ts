import type { AgentStatus, DataOf, Instant, provisioningEvents, registryEvents } from '@guildhall/contracts';
import type { GraphWorkspace } from '@guildhall/contracts';

type StatusEvents = typeof provisioningEvents & typeof registryEvents;
/** Event types that say how an agent or its backend is. */
export type StatusEventType =
  | 'ProvisioningRequested'
  | 'ProcessStarted'
  | 'ProvisioningFailed'
  | 'BackendStopped'
  | 'CrashLoopDetected'
  | 'AgentWentOnline'
  | 'AgentWentOffline';

/** What an event makes of a status; null: it changes nothing. */
export interface StatusChange {
  status: AgentStatus;
  cause: string | null;
}

export const externalRuntime = 'external';

/** A status word keeps its `since` for as long as it stays the same; its cause may change meanwhile. */
export const setStatus = (workspace: GraphWorkspace, { status, cause }: StatusChange, at: Instant): void => {
  if (workspace.status !== status) {
    workspace.status = status;
    workspace.since = at;
  }
  workspace.cause = cause;
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

const minuteMs = 60_000;

/**
 * The one table of status: what each event makes of a workspace that is there, given that it does not come from an
 * older incarnation.
 */
export const statusAfter: {
  [Type in StatusEventType]: (now: AgentStatus, data: DataOf<StatusEvents[Type]>) => StatusChange | null;
} = {
  ProvisioningRequested: (_now, { reason }) => ({ status: 'provisioning', cause: reason }),
  ProcessStarted: (now) => (now === 'provisioning' ? { status: 'provisioning', cause: 'starting' } : null),
  ProvisioningFailed: (_now, { cause }) => ({ status: 'failed', cause }),
  BackendStopped: (now, { cause }) => (now === 'failed' ? null : { status: 'offline', cause }),
  CrashLoopDetected: (_now, { crashes, windowMs }) => ({
    status: 'failed',
    cause: `crashed ${crashes} times in ${windowMs / minuteMs} minutes`,
  }),
  AgentWentOnline: (_now, { cause }) => ({ status: 'online', cause }),
  AgentWentOffline: (now, { cause }) => (now === 'failed' ? null : { status: 'offline', cause }),
};
