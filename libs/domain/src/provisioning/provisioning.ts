import type { Instant, ProvisioningFact } from '@guildhall/contracts';
import type { Decider, Evolved } from '../decider.js';
import { ask, isOpen } from './asking.js';
import { crashesAt, noCrashes } from './crashes.js';
import type { ProvisioningCommand, ProvisioningState } from './provisioning-command.js';
import { report } from './reporting.js';

const evolve = (state: ProvisioningState, event: Evolved<ProvisioningFact>): ProvisioningState => {
  switch (event.type) {
    case 'ProvisioningRequested': {
      const { incarnation, runtime, backend, reason } = event.data;
      const phase = 'requested' as const;
      const opened = { ...state, phase, incarnation, runtime, backend, runningSince: null, lost: false };
      return reason === 'crash' ? opened : { ...opened, ...noCrashes };
    }
    case 'ProcessStarted':
    case 'ContainerStarted':
      return { ...state, phase: 'running', runningSince: event.recordedAt ?? null, lost: false };
    case 'ProvisioningFailed':
    case 'CrashLoopDetected':
      return { ...state, phase: 'ended', runningSince: null };
    case 'RestartRequested':
      return { ...state, ...noCrashes };
    case 'BackendStopped':
      return stopped(state, event.data.requested, event.recordedAt);
    case 'WorkspacePaused':
      return { ...state, phase: 'paused', runningSince: null, lost: false };
    case 'WorkspaceHibernated':
      return { ...state, phase: 'hibernated', runningSince: null, lost: false };
    case 'WorkspaceResumed':
    case 'WorkspaceWoken':
      return { ...state, phase: 'ended' };
    case 'BackendLost':
      return { ...state, lost: true };
    case 'BackendFound':
      return { ...state, lost: false };
    case 'OrphanReaped':
      return state;
  }
};

const stopped = (state: ProvisioningState, requested: boolean, at: Instant | undefined): ProvisioningState => {
  if (!isOpen(state)) return state;
  const ended = { ...state, phase: 'ended', runningSince: null, lost: false } as const;
  if (requested || state.lost || at === undefined) return ended;
  const { crashes, crashesInARow } = crashesAt(state, at);
  return { ...ended, crashes: [...crashes, at], crashesInARow: crashesInARow + 1 };
};

/** Stream `provisioning-<workspaceId>`. */
export const provisioningDecider: Decider<ProvisioningState, ProvisioningCommand, ProvisioningFact> = {
  initialState: () => ({
    phase: 'none',
    incarnation: 0,
    runtime: '',
    backend: null,
    runningSince: null,
    lost: false,
    ...noCrashes,
  }),
  evolve,
  decide: (state, command) => ('incarnation' in command ? report(state, command) : ask(state, command)),
};
