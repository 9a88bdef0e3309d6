import type { AgentStatus, AnyFact, GraphWorkspace, ProvisioningReason } from '@guildhall/contracts';
import { createGraphFold } from './graph-fold.js';

const workspaceId = 'a';
const at = (second: number): string => `2026-11-23T10:00:${String(second).padStart(2, '0')}.000Z`;
const created = (runtime = 'command'): AnyFact => ({
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
const requested = (incarnation: number, reason: ProvisioningReason = 'created'): AnyFact => ({
  type: 'ProvisioningRequested',
  data: { workspaceId, incarnation, backend: 'process', runtime: 'command', reason, notBefore: null },
});
const started = (incarnation: number): AnyFact => ({
  type: 'ProcessStarted',
  data: { workspaceId, incarnation, pid: 1, adopted: false },
});
const failed = (incarnation: number): AnyFact => ({
  type: 'ProvisioningFailed',
  data: { workspaceId, incarnation, code: 'START_FAILED', cause: 'no such program' },
});
const stopped = (incarnation: number): AnyFact => ({
  type: 'BackendStopped',
  data: { workspaceId, incarnation, requested: false, exitCode: 1, signal: null, cause: 'it ended' },
});
const looped = (incarnation: number): AnyFact => ({
  type: 'CrashLoopDetected',
  data: { workspaceId, incarnation, crashes: 5, windowMs: 300_000 },
});
const online = (incarnation: number): AnyFact => ({
  type: 'AgentWentOnline',
  data: { workspaceId, incarnation, cause: 'registered' },
});
const offline = (incarnation: number): AnyFact => ({
  type: 'AgentWentOffline',
  data: { workspaceId, incarnation, cause: 'no sign of life' },
});
const removed: AnyFact = { type: 'WorkspaceRemoved', data: { workspaceId, removalId: 'r', count: 1 } };
const restored: AnyFact = {
  type: 'WorkspaceRestored',
  data: { workspaceId, removalId: 'r', parentId: null, count: 1 },
};

/** The workspace after these facts, one second apart. */
const after = (facts: readonly AnyFact[]): GraphWorkspace | undefined => {
  const fold = createGraphFold('default');
  facts.forEach((fact, second) => fold.apply({ ...fact, recordedAt: at(second) }));
  return fold.get(workspaceId);
};

describe('status', () => {
  it.each<[sentence: string, facts: AnyFact[], status: AgentStatus, cause: string | null, since: number]>([
    ['begins with the wish for a backend', [created()], 'provisioning', 'created', 0],
    ['begins with waiting for an agent of others', [created('external')], 'awaiting_agent', null, 0],
    ['stays while the backend is requested', [created(), requested(1)], 'provisioning', 'created', 0],
    ['says that it starts', [created(), requested(1), started(1)], 'provisioning', 'starting', 0],
    ['is online when the agent says so', [created(), requested(1), started(1), online(1)], 'online', 'registered', 3],
    [
      'stays online when the start is reported late',
      [created(), requested(1), online(1), started(1)],
      'online',
      'registered',
      2,
    ],
    [
      'is offline when the agent is silent',
      [created(), requested(1), online(1), offline(1)],
      'offline',
      'no sign of life',
      3,
    ],
    [
      'keeps its time while only the cause changes',
      [created(), requested(1), online(1), offline(1), stopped(1)],
      'offline',
      'it ended',
      3,
    ],
    ['is failed when the start failed', [created(), requested(1), failed(1)], 'failed', 'no such program', 2],
    [
      'is failed after too many crashes',
      [created(), requested(1), stopped(1), looped(1)],
      'failed',
      'crashed 5 times in 5 minutes',
      3,
    ],
    [
      'stays failed whatever ends afterwards',
      [created(), requested(1), failed(1), stopped(1), offline(1)],
      'failed',
      'no such program',
      2,
    ],
    [
      'begins again with the next start',
      [created(), requested(1), failed(1), requested(2, 'restart')],
      'provisioning',
      'restart',
      3,
    ],
    ['is online when an agent of others comes', [created('external'), online(0)], 'online', 'registered', 1],
    [
      'is offline when an agent of others goes',
      [created('external'), online(0), offline(0)],
      'offline',
      'no sign of life',
      2,
    ],
    ['is not touched while removed', [created(), requested(1), removed, stopped(1), offline(1)], 'removed', null, 2],
    [
      'is offline after a restoration',
      [created(), requested(1), online(1), removed, restored],
      'offline',
      'restored',
      4,
    ],
  ])('%s', (_sentence, facts, status, cause, since) => {
    expect(after(facts)).toMatchObject({ status, cause, since: at(since) });
  });

  it.each([started, failed, stopped, looped, online, offline])('ignores an older start: %p', (report) => {
    const second = [created(), requested(1), requested(2, 'restart')];
    expect(after([...second, report(1)])).toEqual(after(second));
  });

  it('remembers incarnation and backend of the newest request, also while removed', () => {
    expect(after([created(), requested(3)])).toMatchObject({ incarnation: 3, backend: 'process' });
    expect(after([created(), requested(3), requested(2)])).toMatchObject({ incarnation: 3 });
    expect(after([created(), removed, requested(1)])).toMatchObject({
      incarnation: 1,
      backend: 'process',
      status: 'removed',
    });
  });
});
