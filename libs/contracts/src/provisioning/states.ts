import type { AgentStatus } from '../workspaces/status.js';
import type { ProvisioningFact } from './events.js';

/** Where the backend of the current incarnation is. `none`: never requested. */
export type ProvisioningPhase = 'none' | 'requested' | 'running' | 'ended' | 'paused' | 'hibernated';

/** What an event makes of a backend and of its agent. null: stays as it is. */
export interface ProvisioningStep {
  phase: ProvisioningPhase | null;
  /** What people see of the agent, as far as the backend decides it. */
  status: AgentStatus | null;
}

const unchanged = { phase: null, status: null } as const;
/** The agent must still register before it is online. */
const started = { phase: 'running', status: null } as const;

/** The life of a backend: the phase and the status of the agent after each event. */
export const provisioningStepOf = {
  ProvisioningRequested: { phase: 'requested', status: 'provisioning' },
  ProcessStarted: started,
  ContainerStarted: started,
  ProvisioningFailed: { phase: 'ended', status: 'failed' },
  RestartRequested: unchanged,
  BackendStopped: { phase: 'ended', status: 'offline' },
  CrashLoopDetected: { phase: 'ended', status: 'failed' },
  WorkspacePaused: { phase: 'paused', status: 'paused' },
  /** The agent of an external runtime is awaited instead. */
  WorkspaceResumed: { phase: 'ended', status: 'provisioning' },
  WorkspaceHibernated: { phase: 'hibernated', status: 'hibernated' },
  WorkspaceWoken: { phase: 'ended', status: null },
  BackendLost: unchanged,
  BackendFound: unchanged,
  OrphanReaped: unchanged,
} as const satisfies Record<ProvisioningFact['type'], ProvisioningStep>;

/** A backend was requested or runs. */
export const isOpenPhase = (phase: ProvisioningPhase): boolean => phase === 'requested' || phase === 'running';

/** A person or the platform keeps the backend from running. */
export const isHeldPhase = (phase: ProvisioningPhase): boolean => phase === 'paused' || phase === 'hibernated';
