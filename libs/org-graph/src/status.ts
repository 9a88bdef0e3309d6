import {
  agentStatusAfter,
  provisioningStepOf,
  type AgentFact,
  type AgentStatus,
  type Cause,
  type GraphWorkspace,
  type Instant,
  type ProvisioningFact,
} from '@guildhall/contracts';

/** Events that say how an agent or its backend is. */
export type StatusFact = Exclude<
  ProvisioningFact | AgentFact,
  { type: 'RestartRequested' | 'WorkspaceWoken' | 'OrphanReaped' | 'AgentRegistered' | 'AgentCardUpdated' }
>;

interface StatusChange {
  status: AgentStatus;
  cause: Cause | null;
  /** Error code of a failure. */
  code?: string;
}

export const externalRuntime = 'external';

/** A status keeps its `since` until another one follows; its cause may change meanwhile. */
export const setStatus = (workspace: GraphWorkspace, { status, cause, code }: StatusChange, at: Instant): void => {
  if (workspace.status !== status) {
    workspace.status = status;
    workspace.since = at;
  }
  workspace.cause = cause;
  workspace.failure = status === 'failed' ? (code ?? workspace.failure) : null;
};

/** The platform awaits the agent of an external runtime and starts any other. */
export const createdStatus = (runtime: string): StatusChange =>
  runtime === externalRuntime
    ? { status: 'awaiting_agent', cause: null }
    : { status: 'provisioning', cause: { code: 'created' } };

export const restoredStatus = (runtime: string): StatusChange => ({
  status: runtime === externalRuntime ? 'awaiting_agent' : 'offline',
  cause: { code: 'restored' },
});

/** An agent that can be given work; a degraded agent still works. */
export const isReachable = (status: AgentStatus): boolean => status === 'online' || status === 'degraded';

const minuteMs = 60_000;

/** What keeps the agent from running on purpose: reports of its dying backend do not change these. */
const held: readonly AgentStatus[] = ['paused', 'hibernated'];

interface StatusRule<Data> {
  cause: (data: Data) => Cause | null;
  code?: (data: Data) => string;
  /** Statuses in which the event counts; absent: in all of them. */
  onlyIn?: readonly AgentStatus[];
  /** Statuses in which it does not count. */
  notIn?: readonly AgentStatus[];
}
type DataBy<Type extends StatusFact['type']> = Extract<StatusFact, { type: Type }>['data'];

const causeOf = ({ cause }: { cause: Cause }): Cause => cause;
const just = (code: string) => (): Cause => ({ code });
const starting: StatusRule<unknown> = { cause: just('starting'), onlyIn: ['provisioning'] };

/** The last crash is the reason; its values stand beside those of the loop. */
const crashLoop = (crashes: number, minutes: number, last: Cause | undefined): Cause => {
  if (last === undefined) return { code: 'crash_loop', details: { crashes, minutes } };
  const { code: reason, details, ...words } = last;
  return { code: 'crash_loop_after', details: { ...details, reason, crashes, minutes }, ...words };
};

/** When an event changes the status, and why. The status itself is in the tables of the contracts. */
const rules: { readonly [Type in StatusFact['type']]: StatusRule<DataBy<Type>> } = {
  ProvisioningRequested: { cause: ({ reason }) => ({ code: reason }) },
  ProcessStarted: starting,
  ContainerStarted: starting,
  ProvisioningFailed: { cause: causeOf, code: ({ cause }) => cause.code, notIn: held },
  BackendStopped: { cause: causeOf, notIn: ['failed', ...held] },
  CrashLoopDetected: {
    cause: ({ crashes, windowMs, cause }) => crashLoop(crashes, windowMs / minuteMs, cause),
    code: () => 'CRASH_LOOP',
  },
  WorkspacePaused: {
    cause: ({ workspaceId, root }) => ({ code: workspaceId === root ? 'paused' : 'paused_with_team' }),
  },
  WorkspaceResumed: { cause: just('resumed') },
  WorkspaceHibernated: { cause: causeOf },
  BackendLost: { cause: causeOf },
  BackendFound: { cause: just('engine_back') },
  AgentWentOnline: { cause: causeOf, notIn: held },
  // The cause of an earlier end says more than the silence that follows it.
  AgentWentOffline: { cause: causeOf, notIn: ['offline', 'failed', 'awaiting_agent', ...held] },
  AgentDegraded: { cause: causeOf, onlyIn: ['online', 'degraded'] },
  AgentRecovered: { cause: causeOf, onlyIn: ['degraded'] },
};

export const statusEventTypes = Object.keys(rules) as StatusFact['type'][];

/**
 * What an event makes of the status of a present workspace; null: it changes nothing. The event must not come from an
 * older incarnation.
 */
export const statusAfter = (now: AgentStatus, { type, data }: StatusFact, runtime: string): StatusChange | null => {
  const { cause, code, onlyIn, notIn } = rules[type] as StatusRule<unknown>;
  if (onlyIn?.includes(now) === false || notIn?.includes(now) === true) return null;
  const status = statusOf(type, runtime) ?? now;
  return { status, cause: cause(data), ...(code && { code: code(data) }) };
};

const statusOf = (type: StatusFact['type'], runtime: string): AgentStatus | null => {
  if (type === 'WorkspaceResumed' && runtime === externalRuntime) return 'awaiting_agent';
  return type in agentStatusAfter
    ? agentStatusAfter[type as keyof typeof agentStatusAfter]
    : provisioningStepOf[type as keyof typeof provisioningStepOf].status;
};
