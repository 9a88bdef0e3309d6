import type { Instant, ProvisioningFact, WorkspaceId } from '@guildhall/contracts';
import { isOpen, opened } from './asking.js';
import { backoffUntil, crashesAt, crashLoop } from './crashes.js';
import type { BackendReport, ProvisioningState } from './provisioning-command.js';

type Reported<Type extends BackendReport['type'] = BackendReport['type']> = {
  workspaceId: WorkspaceId;
  now: Instant;
} & Extract<BackendReport, { type: Type }>;

export const report = (state: ProvisioningState, command: Reported): ProvisioningFact[] => {
  const { workspaceId, incarnation } = command;
  if (command.type === 'reaped') {
    const { backend, handle, cause } = command;
    return [{ type: 'OrphanReaped', data: { workspaceId, incarnation, backend, handle, cause } }];
  }
  if (incarnation !== state.incarnation || !isOpen(state)) return [];
  switch (command.type) {
    case 'started':
      return state.phase === 'requested' ? [started(command)] : [];
    case 'failed': {
      const { cause, words } = command;
      return [{ type: 'ProvisioningFailed', data: { workspaceId, incarnation, cause, words } }];
    }
    case 'stopped':
      return stopped(state, command);
    case 'lost':
      return state.lost ? [] : [{ type: 'BackendLost', data: { workspaceId, incarnation, cause: command.cause } }];
    case 'found':
      return state.lost ? [{ type: 'BackendFound', data: { workspaceId, incarnation } }] : [];
  }
};

const started = ({ workspaceId, incarnation, handle, adopted }: Reported<'started'>): ProvisioningFact =>
  handle.kind === 'process'
    ? { type: 'ProcessStarted', data: { workspaceId, incarnation, pid: handle.pid, adopted } }
    : {
        type: 'ContainerStarted',
        data: { workspaceId, incarnation, containerId: handle.containerId, image: handle.image, adopted },
      };

/**
 * An end without a request is a crash: the next start follows after a pause, until there were too many. A backend that
 * ended while its engine was away went with the engine, which says nothing about the agent.
 */
const stopped = (state: ProvisioningState, command: Reported<'stopped'>): ProvisioningFact[] => {
  const { workspaceId, incarnation, requested, exitCode, signal, cause, now } = command;
  const stop = {
    type: 'BackendStopped',
    data: { workspaceId, incarnation, requested, exitCode, signal, cause },
  } as const;
  if (requested) return [stop];
  if (state.lost) return [stop, ...opened(state, workspaceId, state, 'crash', null)];
  const before = crashesAt(state, now);
  const crashes = before.crashes.length + 1;
  if (crashes >= crashLoop.crashes) {
    const { windowMs } = crashLoop;
    return [stop, { type: 'CrashLoopDetected', data: { workspaceId, incarnation, crashes, windowMs, cause } }];
  }
  return [stop, ...opened(state, workspaceId, state, 'crash', backoffUntil(before, now))];
};
