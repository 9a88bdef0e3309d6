import { causeSentence, type AgentStatus, type AnyFact } from '@guildhall/contracts';
import {
  at,
  created,
  requested,
  started,
  failed,
  stopped,
  looped,
  online,
  offline,
  contained,
  paused,
  resumed,
  hibernated,
  degraded,
  recovered,
  lost,
  found,
  removed,
  restored,
  after,
} from './status-facts.suite.js';

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
      'no heartbeat for 30 s',
      3,
    ],
    [
      'keeps its time while only the cause changes',
      [created(), requested(1), online(1), offline(1), stopped(1)],
      'offline',
      'the process is gone',
      3,
    ],
    [
      'is failed when the start failed',
      [created(), requested(1), failed(1)],
      'failed',
      'The agent could not be started.',
      2,
    ],
    [
      'is failed after too many crashes',
      [created(), requested(1), stopped(1), looped(1)],
      'failed',
      'crashed 5 times in 5 minutes',
      3,
    ],
    [
      'says how the last of too many crashes was',
      [
        created(),
        requested(1),
        stopped(1),
        looped(1, { cause: { code: 'ended_unseen', details: { place: 'process' } } }),
      ],
      'failed',
      'the process is gone; crashed 5 times in 5 minutes',
      3,
    ],
    [
      'stays failed whatever ends afterwards',
      [created(), requested(1), failed(1), stopped(1), offline(1)],
      'failed',
      'The agent could not be started.',
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
      'no heartbeat for 30 s',
      2,
    ],
    ['says that its container starts', [created(), requested(1), contained(1)], 'provisioning', 'starting', 0],
    ['is degraded while the agent is unhealthy', [created(), online(0), degraded(0)], 'degraded', 'error rate 62 %', 2],
    ['is online again when it does', [created(), online(0), degraded(0), recovered(0)], 'online', 'error rate 4 %', 3],
    [
      'is offline when a degraded agent goes',
      [created(), online(0), degraded(0), offline(0)],
      'offline',
      'no heartbeat for 30 s',
      3,
    ],
    ['makes nothing of how a silent agent did', [created(), degraded(0), recovered(0)], 'provisioning', 'created', 0],
    ['is paused', [created(), requested(1), online(1), paused(1)], 'paused', 'paused', 3],
    [
      'is paused with its team',
      [created(), requested(1), online(1), paused(1, 'lead')],
      'paused',
      'paused with its team',
      3,
    ],
    [
      'stays paused whatever its dying backend says',
      [created(), requested(1), paused(1), stopped(1), failed(1), online(1), degraded(1), offline(1)],
      'paused',
      'paused',
      2,
    ],
    [
      'begins again when it is resumed',
      [created(), requested(1), paused(1), resumed(1), requested(2, 'resumed')],
      'provisioning',
      'resumed',
      3,
    ],
    [
      'waits for an agent of others when resumed',
      [created('external'), paused(0), resumed(0)],
      'awaiting_agent',
      'resumed',
      2,
    ],
    [
      'waits on when the end of the agent before a pause is told late',
      [created('external'), online(0), paused(0), resumed(0), offline(0)],
      'awaiting_agent',
      'resumed',
      3,
    ],
    [
      'waits on when the end of the agent before a removal is told late',
      [created('external'), online(0), removed, restored, offline(0)],
      'awaiting_agent',
      'restored',
      3,
    ],
    ['is hibernated', [created(), online(0), hibernated(0), stopped(0)], 'hibernated', 'idle for 30 minutes', 2],
    [
      'begins again when it is woken',
      [created(), requested(1), hibernated(1), requested(2, 'woken')],
      'provisioning',
      'woken',
      3,
    ],
    [
      'stays what it is while the engine is away',
      [created(), online(0), lost(0)],
      'online',
      'The container engine does not answer.',
      1,
    ],
    ['says when the engine is back', [created(), online(0), lost(0), found(0)], 'online', 'the engine is back', 1],
    ['is not touched while removed', [created(), requested(1), removed, stopped(1), offline(1)], 'removed', null, 2],
    [
      'is offline after a restoration',
      [created(), requested(1), online(1), removed, restored],
      'offline',
      'restored',
      4,
    ],
  ])('%s', (_sentence, facts, status, cause, since) => {
    const workspace = after(facts);
    expect(workspace).toMatchObject({ status, since: at(since) });
    expect(workspace?.cause && causeSentence(workspace.cause)).toBe(cause);
  });

  it.each([
    started,
    contained,
    failed,
    stopped,
    looped,
    online,
    offline,
    degraded,
    recovered,
    paused,
    resumed,
    hibernated,
    lost,
    found,
  ])('ignores an older start: %p', (report) => {
    const second = [created(), requested(1), requested(2, 'restart')];
    expect(after([...second, report(1)])).toEqual(after(second));
  });

  it('has a code while it is failed, and only then', () => {
    const failures: [AnyFact[], string | null][] = [
      [[failed(1)], 'START_FAILED'],
      [[failed(1), stopped(1), offline(1)], 'START_FAILED'],
      [[stopped(1), looped(1)], 'CRASH_LOOP'],
      [[failed(1), requested(2, 'restart')], null],
      [[failed(1), paused(1)], null],
      [[failed(1), removed], null],
    ];
    for (const [facts, failure] of failures)
      expect(after([created(), requested(1), ...facts])).toMatchObject({ failure });
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
