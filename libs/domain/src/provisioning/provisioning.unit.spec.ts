import { instantOf, millisecondsOf, type ProvisioningFact, type ProvisioningReason } from '@guildhall/contracts';
import { given, type GivenEvent } from '../testing/given.js';
import type { ProvisioningCommand } from './provisioning-command.js';
import { provisioningDecider } from './provisioning.js';

const workspaceId = 'coder';
const start = '2026-11-23T10:00:00.000Z';
const after = (seconds: number): string => instantOf(millisecondsOf(start) + seconds * 1_000);
const at = (seconds: number, fact: ProvisioningFact): GivenEvent<ProvisioningFact> => ({
  ...fact,
  recordedAt: after(seconds),
});

const requested = (
  incarnation: number,
  reason: ProvisioningReason,
  notBefore: string | null = null,
): ProvisioningFact => ({
  type: 'ProvisioningRequested',
  data: { workspaceId, incarnation, backend: 'process', runtime: 'command', reason, notBefore },
});
const started = (incarnation: number): ProvisioningFact => ({
  type: 'ProcessStarted',
  data: { workspaceId, incarnation, pid: 42, adopted: false },
});
const stop = { exitCode: 1, signal: null, cause: { code: 'it_ended_with_code_1' } };
const stopped = (incarnation: number, isRequested = false): ProvisioningFact => ({
  type: 'BackendStopped',
  data: { workspaceId, incarnation, requested: isRequested, ...stop },
});
const failed = (incarnation: number): ProvisioningFact => ({
  type: 'ProvisioningFailed',
  data: { workspaceId, incarnation, cause: { code: 'START_FAILED' }, words: null },
});

const request = (reason: 'created' | 'restored' | 'runtime_changed', backend: string | null = 'process') =>
  ({ type: 'request', workspaceId, now: start, runtime: 'command', backend, reason }) as const;
const reportStarted = (incarnation: number): ProvisioningCommand => ({
  type: 'started',
  workspaceId,
  now: start,
  incarnation,
  handle: { kind: 'process', pid: 42 },
  adopted: false,
});
const reportStopped = (incarnation: number, seconds = 0, isRequested = false): ProvisioningCommand => ({
  type: 'stopped',
  workspaceId,
  now: after(seconds),
  incarnation,
  requested: isRequested,
  ...stop,
});
const reportFailed = (incarnation: number): ProvisioningCommand => ({
  type: 'failed',
  workspaceId,
  now: start,
  incarnation,
  cause: { code: 'START_FAILED' },
  words: null,
});
const restart: ProvisioningCommand = {
  type: 'restart',
  workspaceId,
  now: start,
  runtime: 'command',
  backend: 'process',
};

/** Crashes so many seconds after the start, each after a short run. */
const crashes = (...seconds: number[]): GivenEvent<ProvisioningFact>[] =>
  seconds.flatMap((second, index) => [
    at(second, started(index + 1)),
    at(second, stopped(index + 1)),
    at(second, requested(index + 2, 'crash')),
  ]);

describe('a request', () => {
  it('opens the next incarnation', () => {
    given(provisioningDecider).when(request('created')).then(requested(1, 'created'));
    given(provisioningDecider, requested(1, 'created'))
      .when(request('runtime_changed'))
      .then(requested(2, 'runtime_changed'));
  });

  it('fails at once when nothing here can run the runtime', () => {
    given(provisioningDecider)
      .when({ ...request('created', null), runtime: 'langgraph' })
      .then(
        {
          type: 'ProvisioningRequested',
          data: {
            workspaceId,
            incarnation: 1,
            backend: null,
            runtime: 'langgraph',
            reason: 'created',
            notBefore: null,
          },
        },
        {
          type: 'ProvisioningFailed',
          data: {
            workspaceId,
            incarnation: 1,
            cause: { code: 'RUNTIME_WITHOUT_BACKEND', subject: 'langgraph' },
            words: null,
          },
        },
      );
  });

  it('for a new workspace comes once; after a restoration only when nothing runs', () => {
    given(provisioningDecider, requested(1, 'created')).when(request('created')).thenNothing();
    given(provisioningDecider, requested(1, 'created')).when(request('restored')).thenNothing();
    given(provisioningDecider, requested(1, 'created'), stopped(1, true))
      .when(request('restored'))
      .then(requested(2, 'restored'));
  });
});

describe('outcomes', () => {
  it('are recorded for the incarnation that is open', () => {
    given(provisioningDecider, requested(1, 'created')).when(reportStarted(1)).then(started(1));
    given(provisioningDecider, requested(1, 'created')).when(reportFailed(1)).then(failed(1));
    given(provisioningDecider, requested(1, 'created'), started(1))
      .when(reportStopped(1, 0, true))
      .then(stopped(1, true));
  });

  it('are recorded once', () => {
    given(provisioningDecider, requested(1, 'created'), started(1)).when(reportStarted(1)).thenNothing();
    given(provisioningDecider, requested(1, 'created'), failed(1)).when(reportFailed(1)).thenNothing();
    given(provisioningDecider, requested(1, 'created'), started(1), stopped(1, true))
      .when(reportStopped(1))
      .thenNothing();
    given(provisioningDecider, requested(1, 'created'), failed(1)).when(reportStarted(1)).thenNothing();
  });

  it('of an older incarnation are ignored', () => {
    const second = [requested(1, 'created'), started(1), requested(2, 'restart')];
    for (const report of [reportStarted(1), reportFailed(1), reportStopped(1)]) {
      given(provisioningDecider, ...second)
        .when(report)
        .thenNothing();
    }
  });
});

describe('a restart', () => {
  it('names what it replaces and opens the next incarnation', () => {
    given(provisioningDecider, requested(1, 'created'), started(1))
      .when(restart)
      .then(
        { type: 'RestartRequested', data: { workspaceId, incarnation: 1, reset: false, template: null } },
        requested(2, 'restart'),
      );
  });

  it('is refused for an agent that somebody else runs', () => {
    given(provisioningDecider)
      .when({ ...restart, runtime: 'external' })
      .thenRefused('EXTERNAL_RUNTIME', { id: workspaceId });
  });
});

describe('stopping', () => {
  it('ends what is wanted or runs, once', () => {
    const command = { type: 'stop', workspaceId, now: start, cause: { code: 'removed' } } as const;
    const ended: ProvisioningFact = {
      type: 'BackendStopped',
      data: { workspaceId, incarnation: 1, requested: true, exitCode: null, signal: null, cause: { code: 'removed' } },
    };
    given(provisioningDecider, requested(1, 'created')).when(command).then(ended);
    given(provisioningDecider, requested(1, 'created'), started(1)).when(command).then(ended);
    given(provisioningDecider, requested(1, 'created'), ended).when(command).thenNothing();
    given(provisioningDecider).when(command).thenNothing();
  });
});

describe('a crash', () => {
  const created = at(0, requested(1, 'created'));

  it('is followed by the next start after a second', () => {
    given(provisioningDecider, created, at(0, started(1)))
      .when(reportStopped(1, 10))
      .then(stopped(1), requested(2, 'crash', after(11)));
  });

  it('after a crash waits twice as long, up to half a minute', () => {
    const pauseAfter = (...before: number[]) => {
      const last = (before.at(-1) ?? 0) + 90;
      const incarnation = before.length + 1;
      return (seconds: number) =>
        given(provisioningDecider, created, ...crashes(...before), at(last, started(incarnation)))
          .when(reportStopped(incarnation, last))
          .then(stopped(incarnation), requested(incarnation + 1, 'crash', after(last + seconds)));
    };
    pauseAfter(0)(2);
    pauseAfter(0, 90)(4);
    pauseAfter(0, 90, 180)(8);
    pauseAfter(0, 90, 180, 270)(16);
    pauseAfter(0, 90, 180, 270, 360)(30);
    pauseAfter(0, 90, 180, 270, 360, 450)(30);
  });

  it('is the end when it is the fifth within five minutes', () => {
    given(provisioningDecider, created, ...crashes(0, 10, 20, 30), at(40, started(5)))
      .when(reportStopped(5, 299))
      .then(stopped(5), {
        type: 'CrashLoopDetected',
        data: { workspaceId, incarnation: 5, crashes: 5, windowMs: 300_000, cause: { code: 'it_ended_with_code_1' } },
      });
  });

  it('is not the end when the first one was longer ago', () => {
    given(provisioningDecider, created, ...crashes(0, 10, 20, 30), at(40, started(5)))
      .when(reportStopped(5, 300))
      .then(stopped(5), requested(6, 'crash', after(316)));
  });

  it('after a run of five minutes counts as the first again', () => {
    given(provisioningDecider, created, ...crashes(0, 10, 20, 30), at(40, started(5)))
      .when(reportStopped(5, 340))
      .then(stopped(5), requested(6, 'crash', after(341)));
  });

  it('after a restart counts as the first again', () => {
    const restarted: ProvisioningFact = {
      type: 'RestartRequested',
      data: { workspaceId, incarnation: 5, reset: false, template: null },
    };
    given(
      provisioningDecider,
      created,
      ...crashes(0, 10, 20, 30),
      at(40, restarted),
      at(40, requested(6, 'restart')),
      at(41, started(6)),
    )
      .when(reportStopped(6, 42))
      .then(stopped(6), requested(7, 'crash', after(43)));
  });

  it('before it was reported as started counts, too', () => {
    given(provisioningDecider, created)
      .when(reportStopped(1, 5))
      .then(stopped(1), requested(2, 'crash', after(6)));
  });

  it('is not what went with its engine: it starts again at once, and nothing is counted', () => {
    const lost: ProvisioningFact = {
      type: 'BackendLost',
      data: { workspaceId, incarnation: 5, cause: { code: 'the_engine_does_not_answer' } },
    };
    const gone = [at(40, started(5)), at(41, lost)];
    given(provisioningDecider, created, ...crashes(0, 10, 20, 30), ...gone)
      .when(reportStopped(5, 45))
      .then(stopped(5), requested(6, 'crash'));
    given(
      provisioningDecider,
      created,
      at(0, started(1)),
      at(1, { ...lost, data: { ...lost.data, incarnation: 1 } }),
      at(2, stopped(1)),
      at(2, requested(2, 'crash')),
      at(3, started(2)),
    )
      .when(reportStopped(2, 10))
      .then(stopped(2), requested(3, 'crash', after(11)));
  });

  it('is not what we asked for', () => {
    given(provisioningDecider, created, ...crashes(0, 10, 20, 30), at(40, started(5)))
      .when(reportStopped(5, 41, true))
      .then(stopped(5, true));
  });

  it('after the platform has given up is only followed by a restart', () => {
    const loop: ProvisioningFact = {
      type: 'CrashLoopDetected',
      data: { workspaceId, incarnation: 1, crashes: 5, windowMs: 300_000 },
    };
    given(provisioningDecider, created, at(1, stopped(1)), at(1, loop))
      .when(reportStopped(1, 2))
      .thenNothing();
    given(provisioningDecider, created, at(1, stopped(1)), at(1, loop))
      .when(restart)
      .then(
        { type: 'RestartRequested', data: { workspaceId, incarnation: 1, reset: false, template: null } },
        requested(2, 'restart'),
      );
  });
});
