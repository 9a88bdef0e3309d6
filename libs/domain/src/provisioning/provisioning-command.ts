import type { BlobRef, Cause, Instant, ProvisioningPhase, ProvisioningReason, WorkspaceId } from '@guildhall/contracts';
import type { Crashes } from './crashes.js';

/** Generation of a backend; reports of an older one are ignored. */
interface OfIncarnation {
  incarnation: number;
}
/** How the engine identifies a started agent. */
export type StartedHandle =
  { kind: 'process'; pid: number } | { kind: 'container'; containerId: string; image: string };

/** What people ask for, or the platform for them. `backend: null`: no backend here can run that runtime. */
export type ProvisioningRequest =
  | {
      type: 'request';
      runtime: string;
      backend: string | null;
      reason: Extract<ProvisioningReason, 'created' | 'restored' | 'runtime_changed'>;
    }
  | { type: 'restart'; runtime: string; backend: string | null; reset?: boolean; template?: string | null }
  | { type: 'stop'; cause: Cause }
  | { type: 'pause'; root: WorkspaceId }
  | { type: 'resume'; root: WorkspaceId; runtime: string; backend: string | null }
  | { type: 'hibernate'; cause: Cause }
  | { type: 'wake'; runtime: string; backend: string | null; cause: Cause };

/** What a backend reports about the incarnation that it runs. */
export type BackendReport = OfIncarnation &
  (
    | { type: 'started'; handle: StartedHandle; adopted: boolean }
    | { type: 'failed'; cause: Cause; words: BlobRef | null }
    | { type: 'stopped'; requested: boolean; exitCode: number | null; signal: string | null; cause: Cause }
    | { type: 'lost'; cause: Cause }
    | { type: 'found' }
    | { type: 'reaped'; backend: string; handle: string; cause: Cause }
  );

/** `now`: ISO instant of the command. */
export type ProvisioningCommand = { workspaceId: WorkspaceId; now: Instant } & (ProvisioningRequest | BackendReport);

export interface ProvisioningState extends Crashes {
  phase: ProvisioningPhase;
  incarnation: number;
  runtime: string;
  backend: string | null;
  runningSince: Instant | null;
  /** The engine does not answer. */
  lost: boolean;
}
