import { defineEvent, type FactOf } from '../events/declaration.js';
import type { Instant, WorkspaceId } from '../ids.js';

export type ProvisioningReason = 'created' | 'restart' | 'crash' | 'restored' | 'runtime changed' | 'resumed' | 'woken';

const state = { permission: 'workspaces.read', foldsGraph: true } as const;

/** Stream `provisioning-<workspaceId>`. The intent comes first, a reactor performs it and records the outcome. */
export const provisioningEvents = {
  /** Opens a new incarnation. The backend starts not before `notBefore` (backoff after crashes). */
  ProvisioningRequested: defineEvent<{
    workspaceId: WorkspaceId;
    incarnation: number;
    backend: string | null;
    runtime: string;
    reason: ProvisioningReason;
    notBefore: Instant | null;
  }>()('ProvisioningRequested', state),
  ProcessStarted: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; pid: number; adopted: boolean }>()(
    'ProcessStarted',
    state,
  ),
  ContainerStarted: defineEvent<{
    workspaceId: WorkspaceId;
    incarnation: number;
    containerId: string;
    image: string;
    adopted: boolean;
  }>()('ContainerStarted', state),
  ProvisioningFailed: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; code: string; cause: string }>()(
    'ProvisioningFailed',
    state,
  ),
  /** Names the incarnation that ends. `reset`: without the session it had; `template`: whose files are laid again. */
  RestartRequested: defineEvent<{
    workspaceId: WorkspaceId;
    incarnation: number;
    reset?: boolean;
    template?: string | null;
  }>()('RestartRequested', { permission: 'workspaces.read' }),
  /** The backend of that incarnation ended. `requested`: we ended it. */
  BackendStopped: defineEvent<{
    workspaceId: WorkspaceId;
    incarnation: number;
    requested: boolean;
    exitCode: number | null;
    signal: string | null;
    cause: string;
  }>()('BackendStopped', state),
  /** Whoever comes below `root` was paused with it. The backend is ended after this; messages wait. */
  WorkspacePaused: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; root: WorkspaceId }>()(
    'WorkspacePaused',
    state,
  ),
  /** Ours start again with the next incarnation; those of others are waited for. */
  WorkspaceResumed: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; root: WorkspaceId }>()(
    'WorkspaceResumed',
    state,
  ),
  WorkspaceHibernated: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; cause: string }>()(
    'WorkspaceHibernated',
    state,
  ),
  WorkspaceWoken: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; cause: string }>()('WorkspaceWoken', {
    permission: 'workspaces.read',
  }),
  /** The engine does not answer: what was said last stays true until it is back. */
  BackendLost: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; cause: string }>()('BackendLost', state),
  BackendFound: defineEvent<{ workspaceId: WorkspaceId; incarnation: number }>()('BackendFound', state),
  /** Something ran that nobody wanted any more; it was ended. */
  OrphanReaped: defineEvent<{
    workspaceId: WorkspaceId;
    incarnation: number;
    backend: string;
    handle: string;
    cause: string;
  }>()('OrphanReaped', { permission: 'workspaces.read' }),
  CrashLoopDetected: defineEvent<{
    workspaceId: WorkspaceId;
    incarnation: number;
    crashes: number;
    windowMs: number;
    /** Of the last crash; absent in what earlier versions wrote. */
    cause?: string;
  }>()('CrashLoopDetected', state),
} as const;

export type ProvisioningFact = FactOf<(typeof provisioningEvents)[keyof typeof provisioningEvents]>;
