import type { Instant, ProvisioningReason, WorkspaceId } from '@guildhall/contracts';
import type { Crashes } from './crashes.js';

/** Generation of a backend; what an older one reports is ignored. */
interface OfIncarnation {
  incarnation: number;
}
/** What the engine knows a started agent by. */
export type StartedHandle =
  { kind: 'process'; pid: number } | { kind: 'container'; containerId: string; image: string };

/** What people, and the platform for them, want. `backend: null`: nothing here can run that runtime. */
export type ProvisioningWish =
  | {
      type: 'request';
      runtime: string;
      backend: string | null;
      reason: Extract<ProvisioningReason, 'created' | 'restored' | 'runtime changed'>;
    }
  | { type: 'restart'; runtime: string; backend: string | null; reset?: boolean; template?: string | null }
  | { type: 'stop'; cause: string }
  | { type: 'pause'; root: WorkspaceId }
  | { type: 'resume'; root: WorkspaceId; runtime: string; backend: string | null }
  | { type: 'hibernate'; cause: string }
  | { type: 'wake'; runtime: string; backend: string | null; cause: string };

/** What a backend says of the incarnation it runs. */
export type BackendReport = OfIncarnation &
  (
    | { type: 'started'; handle: StartedHandle; adopted: boolean }
    | { type: 'failed'; code: string; cause: string }
    | { type: 'stopped'; requested: boolean; exitCode: number | null; signal: string | null; cause: string }
    | { type: 'lost'; cause: string }
    | { type: 'found' }
    | { type: 'reaped'; backend: string; handle: string; cause: string }
  );

/** `now`: ISO instant of the command. */
export type ProvisioningCommand = { workspaceId: WorkspaceId; now: Instant } & (ProvisioningWish | BackendReport);

export interface ProvisioningState extends Crashes {
  phase: 'none' | 'requested' | 'running' | 'ended' | 'paused' | 'hibernated';
  incarnation: number;
  runtime: string;
  backend: string | null;
  runningSince: Instant | null;
  /** The engine does not answer. */
  lost: boolean;
}
