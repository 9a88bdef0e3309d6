import { defineEvent, type FactOf } from '../events/declaration.js';
import type { Instant, WorkspaceId } from '../ids.js';

export type ProvisioningReason = 'created' | 'restart' | 'crash' | 'restored' | 'runtime changed';

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
  ProvisioningFailed: defineEvent<{ workspaceId: WorkspaceId; incarnation: number; code: string; cause: string }>()(
    'ProvisioningFailed',
    state,
  ),
  RestartRequested: defineEvent<{ workspaceId: WorkspaceId; incarnation: number }>()('RestartRequested', {
    permission: 'workspaces.read',
  }),
  /** The backend of that incarnation ended. `requested`: we ended it. */
  BackendStopped: defineEvent<{
    workspaceId: WorkspaceId;
    incarnation: number;
    requested: boolean;
    exitCode: number | null;
    signal: string | null;
    cause: string;
  }>()('BackendStopped', state),
  CrashLoopDetected: defineEvent<{
    workspaceId: WorkspaceId;
    incarnation: number;
    crashes: number;
    windowMs: number;
  }>()('CrashLoopDetected', state),
} as const;

export type ProvisioningFact = FactOf<(typeof provisioningEvents)[keyof typeof provisioningEvents]>;
