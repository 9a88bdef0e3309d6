import {
  GuildhallError,
  type Instant,
  type ProvisioningFact,
  type ProvisioningReason,
  type WorkspaceId,
} from '@guildhall/contracts';
import type { Decider, Evolved } from '../decider.js';
import { instantOf, millisecondsOf } from '../instant.js';

/** Generation of a backend; what an older one reports is ignored. */
interface OfIncarnation {
  incarnation: number;
}
/** `backend: null`: nothing here can run that runtime. `now`: ISO instant of the command. */
export type ProvisioningCommand = { workspaceId: WorkspaceId; now: Instant } & (
  | {
      type: 'request';
      runtime: string;
      backend: string | null;
      reason: Exclude<ProvisioningReason, 'crash' | 'restart'>;
    }
  | { type: 'restart'; runtime: string; backend: string | null }
  | ({ type: 'processStarted'; pid: number; adopted: boolean } & OfIncarnation)
  | ({ type: 'failed'; code: string; cause: string } & OfIncarnation)
  | ({
      type: 'stopped';
      requested: boolean;
      exitCode: number | null;
      signal: string | null;
      cause: string;
    } & OfIncarnation)
  | { type: 'stop'; cause: string }
);

export interface ProvisioningState {
  phase: 'none' | 'requested' | 'running' | 'ended';
  incarnation: number;
  runtime: string;
  backend: string | null;
  runningSince: Instant | null;
  /** When it crashed within the last window, oldest first. */
  crashes: Instant[];
  /** Crashes since the last long run or restart: the backoff grows with it. */
  crashesInARow: number;
}

export const crashLoop = { crashes: 5, windowMs: 300_000, firstPauseMs: 1_000, longestPauseMs: 30_000 } as const;

const calm = { crashes: [], crashesInARow: 0 };

/** Crashes that still count at `now`, and how many came in a row. */
const crashesAt = (state: ProvisioningState, now: Instant): Pick<ProvisioningState, 'crashes' | 'crashesInARow'> => {
  const at = millisecondsOf(now);
  const { runningSince, crashes, crashesInARow } = state;
  if (runningSince !== null && at - millisecondsOf(runningSince) >= crashLoop.windowMs) return calm;
  return { crashes: crashes.filter((crash) => at - millisecondsOf(crash) < crashLoop.windowMs), crashesInARow };
};

const evolve = (state: ProvisioningState, event: Evolved<ProvisioningFact>): ProvisioningState => {
  switch (event.type) {
    case 'ProvisioningRequested': {
      const { incarnation, runtime, backend, reason } = event.data;
      const opened = { ...state, phase: 'requested', incarnation, runtime, backend, runningSince: null } as const;
      return reason === 'crash' ? opened : { ...opened, ...calm };
    }
    case 'ProcessStarted':
      return { ...state, phase: 'running', runningSince: event.recordedAt ?? null };
    case 'ProvisioningFailed':
    case 'CrashLoopDetected':
      return { ...state, phase: 'ended', runningSince: null };
    case 'RestartRequested':
      return { ...state, ...calm };
    case 'BackendStopped':
      return stoppedState(state, event.data.requested, event.recordedAt);
  }
};

const stoppedState = (state: ProvisioningState, requested: boolean, at: Instant | undefined): ProvisioningState => {
  const ended = { ...state, phase: 'ended', runningSince: null } as const;
  if (requested || at === undefined) return ended;
  const { crashes, crashesInARow } = crashesAt(state, at);
  return { ...ended, crashes: [...crashes, at], crashesInARow: crashesInARow + 1 };
};

const decide = (state: ProvisioningState, command: ProvisioningCommand): ProvisioningFact[] => {
  const { workspaceId } = command;
  switch (command.type) {
    case 'request':
      return request(state, command);
    case 'restart': {
      if (command.runtime === 'external') throw new GuildhallError('EXTERNAL_RUNTIME', { id: workspaceId });
      const { incarnation } = state;
      const restarted = { type: 'RestartRequested', data: { workspaceId, incarnation } } as const;
      return [restarted, ...opened(state, workspaceId, command.runtime, command.backend, 'restart', null)];
    }
    case 'processStarted': {
      const { incarnation, pid, adopted } = command;
      if (incarnation !== state.incarnation || state.phase !== 'requested') return [];
      return [{ type: 'ProcessStarted', data: { workspaceId, incarnation, pid, adopted } }];
    }
    case 'failed': {
      const { incarnation, code, cause } = command;
      if (incarnation !== state.incarnation || state.phase !== 'requested') return [];
      return [{ type: 'ProvisioningFailed', data: { workspaceId, incarnation, code, cause } }];
    }
    case 'stopped':
      return stopped(state, command);
    case 'stop':
      if (!isOpen(state)) return [];
      return [{ type: 'BackendStopped', data: ended(state, workspaceId, true, command.cause) }];
  }
};

const isOpen = (state: ProvisioningState): boolean => state.phase === 'requested' || state.phase === 'running';

/** A first request and one after a restoration come once; another runtime always needs another start. */
const request = (state: ProvisioningState, command: ProvisioningCommand & { type: 'request' }): ProvisioningFact[] => {
  const { workspaceId, runtime, backend, reason } = command;
  if (reason === 'created' && state.phase !== 'none') return [];
  if (reason === 'restored' && isOpen(state)) return [];
  return opened(state, workspaceId, runtime, backend, reason, null);
};

/** The next incarnation; without a backend it fails at once, so that everybody can see why nothing starts. */
const opened = (
  state: ProvisioningState,
  workspaceId: WorkspaceId,
  runtime: string,
  backend: string | null,
  reason: ProvisioningReason,
  notBefore: Instant | null,
): ProvisioningFact[] => {
  const incarnation = state.incarnation + 1;
  const data = { workspaceId, incarnation, backend, runtime, reason, notBefore };
  if (backend !== null) return [{ type: 'ProvisioningRequested', data }];
  const code = 'RUNTIME_WITHOUT_BACKEND';
  const cause = new GuildhallError(code, { runtime }).message;
  return [
    { type: 'ProvisioningRequested', data },
    { type: 'ProvisioningFailed', data: { workspaceId, incarnation, code, cause } },
  ];
};

const ended = (state: ProvisioningState, workspaceId: WorkspaceId, requested: boolean, cause: string) => ({
  workspaceId,
  incarnation: state.incarnation,
  requested,
  exitCode: null,
  signal: null,
  cause,
});

/** An end that nobody asked for is a crash: the next start follows after a pause, until there were too many. */
const stopped = (state: ProvisioningState, command: ProvisioningCommand & { type: 'stopped' }): ProvisioningFact[] => {
  const { workspaceId, incarnation, requested, exitCode, signal, cause, now } = command;
  if (incarnation !== state.incarnation || !isOpen(state)) return [];
  const stop = {
    type: 'BackendStopped',
    data: { workspaceId, incarnation, requested, exitCode, signal, cause },
  } as const;
  if (requested) return [stop];
  const before = crashesAt(state, now);
  const crashes = before.crashes.length + 1;
  if (crashes >= crashLoop.crashes) {
    const { windowMs } = crashLoop;
    return [stop, { type: 'CrashLoopDetected', data: { workspaceId, incarnation, crashes, windowMs } }];
  }
  const pauseMs = Math.min(crashLoop.longestPauseMs, crashLoop.firstPauseMs * 2 ** before.crashesInARow);
  const notBefore = instantOf(millisecondsOf(now) + pauseMs);
  return [stop, ...opened(state, workspaceId, state.runtime, state.backend, 'crash', notBefore)];
};

/** Stream `provisioning-<workspaceId>`. */
export const provisioningDecider: Decider<ProvisioningState, ProvisioningCommand, ProvisioningFact> = {
  initialState: () => ({
    phase: 'none',
    incarnation: 0,
    runtime: '',
    backend: null,
    runningSince: null,
    crashes: [],
    crashesInARow: 0,
  }),
  evolve,
  decide,
};
