import type { AnyFact, Cause, GraphWorkspace, ProvisioningReason } from '@guildhall/contracts';
import { createGraphFold } from './graph-fold.js';

export const workspaceId = 'a';
export const at = (second: number): string => `2026-11-23T10:00:${String(second).padStart(2, '0')}.000Z`;
export const created = (runtime = 'command'): AnyFact => ({
  type: 'WorkspaceCreated',
  data: {
    workspaceId,
    name: 'a',
    role: '',
    parentId: null,
    x: null,
    y: null,
    tier: 1,
    runtime,
    command: null,
    access: 'none',
    workspaceDir: null,
    model: null,
    tags: [],
  },
});
export const requested = (incarnation: number, reason: ProvisioningReason = 'created'): AnyFact => ({
  type: 'ProvisioningRequested',
  data: { workspaceId, incarnation, backend: 'process', runtime: 'command', reason, notBefore: null },
});
export const started = (incarnation: number): AnyFact => ({
  type: 'ProcessStarted',
  data: { workspaceId, incarnation, pid: 1, adopted: false },
});
export const failed = (incarnation: number): AnyFact => ({
  type: 'ProvisioningFailed',
  data: { workspaceId, incarnation, cause: { code: 'START_FAILED' }, words: null },
});
export const stopped = (incarnation: number): AnyFact => ({
  type: 'BackendStopped',
  data: {
    workspaceId,
    incarnation,
    requested: false,
    exitCode: 1,
    signal: null,
    cause: { code: 'ended_unseen', details: { place: 'process' } },
  },
});
export const looped = (incarnation: number, last: { cause?: Cause } = {}): AnyFact => ({
  type: 'CrashLoopDetected',
  data: { workspaceId, incarnation, crashes: 5, windowMs: 300_000, ...last },
});
export const online = (incarnation: number): AnyFact => ({
  type: 'AgentWentOnline',
  data: { workspaceId, incarnation, cause: { code: 'registered' } },
});
export const offline = (incarnation: number): AnyFact => ({
  type: 'AgentWentOffline',
  data: { workspaceId, incarnation, cause: { code: 'silent', details: { seconds: 30 } } },
});
export const contained = (incarnation: number): AnyFact => ({
  type: 'ContainerStarted',
  data: { workspaceId, incarnation, containerId: 'c1', image: 'agent:1', adopted: false },
});
export const paused = (incarnation: number, root = workspaceId): AnyFact => ({
  type: 'WorkspacePaused',
  data: { workspaceId, incarnation, root },
});
export const resumed = (incarnation: number): AnyFact => ({
  type: 'WorkspaceResumed',
  data: { workspaceId, incarnation, root: workspaceId },
});
export const hibernated = (incarnation: number): AnyFact => ({
  type: 'WorkspaceHibernated',
  data: { workspaceId, incarnation, cause: { code: 'idle_minutes', details: { minutes: 30 } } },
});
export const degraded = (incarnation: number): AnyFact => ({
  type: 'AgentDegraded',
  data: { workspaceId, incarnation, cause: { code: 'error_rate', details: { percent: 62 } }, words: null },
});
export const recovered = (incarnation: number): AnyFact => ({
  type: 'AgentRecovered',
  data: { workspaceId, incarnation, cause: { code: 'error_rate', details: { percent: 4 } } },
});
export const lost = (incarnation: number): AnyFact => ({
  type: 'BackendLost',
  data: { workspaceId, incarnation, cause: { code: 'ENGINE_UNREACHABLE' } },
});
export const found = (incarnation: number): AnyFact => ({ type: 'BackendFound', data: { workspaceId, incarnation } });
export const removed: AnyFact = { type: 'WorkspaceRemoved', data: { workspaceId, removalId: 'r', count: 1 } };
export const restored: AnyFact = {
  type: 'WorkspaceRestored',
  data: { workspaceId, removalId: 'r', parentId: null, count: 1 },
};

/** The workspace after these facts, one second apart. */
export const after = (facts: readonly AnyFact[]): GraphWorkspace | undefined => {
  const fold = createGraphFold('default');
  facts.forEach((fact, second) => fold.apply({ ...fact, recordedAt: at(second) }));
  return fold.get(workspaceId);
};
