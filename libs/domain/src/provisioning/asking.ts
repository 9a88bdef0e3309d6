import {
  GuildhallError,
  isHeldPhase,
  isOpenPhase,
  type Cause,
  type Instant,
  type ProvisioningFact,
  type ProvisioningReason,
  type WorkspaceId,
} from '@guildhall/contracts';
import type { ProvisioningRequest, ProvisioningState } from './provisioning-command.js';

type Asked<Type extends ProvisioningRequest['type'] = ProvisioningRequest['type']> = {
  workspaceId: WorkspaceId;
} & Extract<ProvisioningRequest, { type: Type }>;

const external = 'external';

/** A backend was requested or runs. */
export const isOpen = ({ phase }: ProvisioningState): boolean => isOpenPhase(phase);

export const ask = (state: ProvisioningState, command: Asked): ProvisioningFact[] => {
  const { workspaceId } = command;
  const { incarnation } = state;
  switch (command.type) {
    case 'request':
      return request(state, command);
    case 'restart':
      return restart(state, command);
    case 'stop':
      return isOpen(state) ? [stoppedByUs(state, workspaceId, command.cause)] : [];
    case 'pause':
      if (state.phase === 'paused') return [];
      return [{ type: 'WorkspacePaused', data: { workspaceId, incarnation, root: command.root } }];
    case 'resume':
      return resume(state, command);
    case 'hibernate':
      if (!isOpen(state)) return [];
      return [{ type: 'WorkspaceHibernated', data: { workspaceId, incarnation, cause: command.cause } }];
    case 'wake':
      return wake(state, command);
  }
};

/** The first request and one after a restoration count once; another runtime needs another start, unless the workspace is held. */
const request = (state: ProvisioningState, command: Asked<'request'>): ProvisioningFact[] => {
  const { workspaceId, reason } = command;
  if (reason === 'created' && state.phase !== 'none') return [];
  if (reason === 'restored' && isOpen(state)) return [];
  if (reason === 'runtime_changed' && isHeldPhase(state.phase)) return [];
  return opened(state, workspaceId, command, reason, null);
};

const restart = (state: ProvisioningState, command: Asked<'restart'>): ProvisioningFact[] => {
  const { workspaceId, runtime, reset = false, template = null } = command;
  if (runtime === external) throw new GuildhallError('EXTERNAL_RUNTIME', { id: workspaceId });
  if (state.phase === 'paused') throw new GuildhallError('WORKSPACE_PAUSED', { id: workspaceId });
  const data = { workspaceId, incarnation: state.incarnation, reset, template };
  return [{ type: 'RestartRequested', data }, ...opened(state, workspaceId, command, 'restart', null)];
};

const resume = (state: ProvisioningState, command: Asked<'resume'>): ProvisioningFact[] => {
  const { workspaceId, root, runtime } = command;
  if (state.phase !== 'paused') return [];
  const resumed = { type: 'WorkspaceResumed', data: { workspaceId, incarnation: state.incarnation, root } } as const;
  return runtime === external ? [resumed] : [resumed, ...opened(state, workspaceId, command, 'resumed', null)];
};

const wake = (state: ProvisioningState, command: Asked<'wake'>): ProvisioningFact[] => {
  const { workspaceId, cause } = command;
  if (state.phase !== 'hibernated') return [];
  const woken = { type: 'WorkspaceWoken', data: { workspaceId, incarnation: state.incarnation, cause } } as const;
  return [woken, ...opened(state, workspaceId, command, 'woken', null)];
};

/** The next incarnation; without a backend it fails at once, so that people see why nothing starts. */
export const opened = (
  state: ProvisioningState,
  workspaceId: WorkspaceId,
  { runtime, backend }: { runtime: string; backend: string | null },
  reason: ProvisioningReason,
  notBefore: Instant | null,
): ProvisioningFact[] => {
  const incarnation = state.incarnation + 1;
  const data = { workspaceId, incarnation, backend, runtime, reason, notBefore };
  if (backend !== null) return [{ type: 'ProvisioningRequested', data }];
  const cause = { code: 'RUNTIME_WITHOUT_BACKEND', subject: runtime };
  return [
    { type: 'ProvisioningRequested', data },
    { type: 'ProvisioningFailed', data: { workspaceId, incarnation, cause, words: null } },
  ];
};

const stoppedByUs = (state: ProvisioningState, workspaceId: WorkspaceId, cause: Cause): ProvisioningFact => ({
  type: 'BackendStopped',
  data: { workspaceId, incarnation: state.incarnation, requested: true, exitCode: null, signal: null, cause },
});
