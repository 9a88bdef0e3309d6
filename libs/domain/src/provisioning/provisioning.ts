import { provisioningStepOf, type Instant, type ProvisioningFact, type ProvisioningPhase } from '@guildhall/contracts';
import type { Decider, Evolved } from '../decider.js';
import { ask, isOpen } from './asking.js';
import { crashesAt, noCrashes } from './crashes.js';
import type { ProvisioningCommand, ProvisioningState } from './provisioning-command.js';
import { report } from './reporting.js';

const evolve = (state: ProvisioningState, event: Evolved<ProvisioningFact>): ProvisioningState => {
  // An event that ended the backend may arrive again, or after the backend was paused: only the first end counts.
  if (event.type === 'BackendStopped' && !isOpen(state)) return state;
  const { phase } = provisioningStepOf[event.type];
  const entered = phase === null ? state : { ...state, ...entering(phase, event.recordedAt) };
  return { ...entered, ...columnsOf(event, state) };
};

const entering = (phase: ProvisioningPhase, at: Instant | undefined): Partial<ProvisioningState> => ({
  phase,
  runningSince: phase === 'running' ? (at ?? null) : null,
  lost: false,
});

/** What an event says besides the phase. */
const columnsOf = (event: Evolved<ProvisioningFact>, before: ProvisioningState): Partial<ProvisioningState> => {
  switch (event.type) {
    case 'ProvisioningRequested': {
      const { incarnation, runtime, backend, reason } = event.data;
      return { incarnation, runtime, backend, ...(reason === 'crash' ? {} : noCrashes) };
    }
    case 'RestartRequested':
      return noCrashes;
    case 'BackendStopped':
      return event.data.requested ? {} : crashed(before, event.recordedAt);
    case 'BackendLost':
      return { lost: true };
    case 'BackendFound':
      return { lost: false };
    default:
      return {};
  }
};

/** A backend that ended while its engine was away did not crash. */
const crashed = (before: ProvisioningState, at: Instant | undefined): Partial<ProvisioningState> => {
  if (before.lost || at === undefined) return {};
  const { crashes, crashesInARow } = crashesAt(before, at);
  return { crashes: [...crashes, at], crashesInARow: crashesInARow + 1 };
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
