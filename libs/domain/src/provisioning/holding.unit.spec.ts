import type { ProvisioningFact, ProvisioningReason } from '@guildhall/contracts';
import { given } from '../testing/given.js';
import type { ProvisioningCommand } from './provisioning-command.js';
import { provisioningDecider } from './provisioning.js';

const workspaceId = 'coder';
const start = '2026-11-23T10:00:00.000Z';
const requested = (incarnation: number, reason: ProvisioningReason): ProvisioningFact => ({
  type: 'ProvisioningRequested',
  data: { workspaceId, incarnation, backend: 'process', runtime: 'command', reason, notBefore: null },
});
const started = (incarnation: number): ProvisioningFact => ({
  type: 'ProcessStarted',
  data: { workspaceId, incarnation, pid: 42, adopted: false },
});
const failed = (incarnation: number): ProvisioningFact => ({
  type: 'ProvisioningFailed',
  data: { workspaceId, incarnation, cause: { code: 'START_FAILED' }, words: null },
});
const reportStopped = (incarnation: number): ProvisioningCommand => ({
  type: 'stopped',
  workspaceId,
  now: start,
  incarnation,
  requested: false,
  exitCode: 1,
  signal: null,
  cause: { code: 'it_ended_with_code_1' },
});
const reportFailed = (incarnation: number): ProvisioningCommand => ({
  type: 'failed',
  workspaceId,
  now: start,
  incarnation,
  cause: { code: 'START_FAILED' },
  words: null,
});
const runtimeChanged: ProvisioningCommand = {
  type: 'request',
  workspaceId,
  now: start,
  runtime: 'command',
  backend: 'process',
  reason: 'runtime_changed',
};
const restart: ProvisioningCommand = {
  type: 'restart',
  workspaceId,
  now: start,
  runtime: 'command',
  backend: 'process',
};

const paused = (incarnation: number): ProvisioningFact => ({
  type: 'WorkspacePaused',
  data: { workspaceId, incarnation, root: 'lead' },
});
const hibernated = (incarnation: number): ProvisioningFact => ({
  type: 'WorkspaceHibernated',
  data: { workspaceId, incarnation, cause: { code: 'idle' } },
});
const resumed: ProvisioningFact = { type: 'WorkspaceResumed', data: { workspaceId, incarnation: 1, root: 'lead' } };
const woken: ProvisioningFact = {
  type: 'WorkspaceWoken',
  data: { workspaceId, incarnation: 1, cause: { code: 'message_received' } },
};
const lost: ProvisioningFact = {
  type: 'BackendLost',
  data: { workspaceId, incarnation: 1, cause: { code: 'engine_unreachable' } },
};
const found: ProvisioningFact = { type: 'BackendFound', data: { workspaceId, incarnation: 1 } };

const of = { workspaceId, now: start };
const here = { runtime: 'command', backend: 'process' };
const pause: ProvisioningCommand = { ...of, type: 'pause', root: 'lead' };
const resume: ProvisioningCommand = { ...of, type: 'resume', root: 'lead', ...here };
const hibernate: ProvisioningCommand = { ...of, type: 'hibernate', cause: { code: 'idle' } };
const wake: ProvisioningCommand = { ...of, type: 'wake', cause: { code: 'message_received' }, ...here };
const running = [requested(1, 'created'), started(1)];

describe('a pause', () => {
  it('holds whatever there is, once', () => {
    given(provisioningDecider).when(pause).then(paused(0));
    given(provisioningDecider, ...running)
      .when(pause)
      .then(paused(1));
    given(provisioningDecider, ...running, paused(1))
      .when(pause)
      .thenNothing();
  });

  it('makes nothing of the end that follows', () => {
    given(provisioningDecider, ...running, paused(1))
      .when(reportStopped(1))
      .thenNothing();
  });

  it('lasts until somebody resumes', () => {
    given(provisioningDecider, ...running, paused(1))
      .when(restart)
      .thenRefused('WORKSPACE_PAUSED');
    given(provisioningDecider, ...running, paused(1))
      .when(runtimeChanged)
      .thenNothing();
    given(provisioningDecider, ...running, paused(1))
      .when(wake)
      .thenNothing();
    given(provisioningDecider, ...running, paused(1))
      .when(resume)
      .then(resumed, requested(2, 'resumed'));
    given(provisioningDecider, ...running)
      .when(resume)
      .thenNothing();
  });

  it('of an agent that somebody else runs ends without a start', () => {
    given(provisioningDecider, paused(0))
      .when({ ...resume, runtime: 'external', backend: null })
      .then({ type: 'WorkspaceResumed', data: { workspaceId, incarnation: 0, root: 'lead' } });
  });
});

describe('hibernation', () => {
  it('is for what runs', () => {
    given(provisioningDecider, ...running)
      .when(hibernate)
      .then(hibernated(1));
    given(provisioningDecider).when(hibernate).thenNothing();
    given(provisioningDecider, ...running, paused(1))
      .when(hibernate)
      .thenNothing();
  });

  it('ends with a message, once, or with a restart', () => {
    given(provisioningDecider, ...running, hibernated(1))
      .when(wake)
      .then(woken, requested(2, 'woken'));
    given(provisioningDecider, ...running, hibernated(1), woken, requested(2, 'woken'))
      .when(wake)
      .thenNothing();
    given(provisioningDecider, ...running, hibernated(1))
      .when(restart)
      .then(
        { type: 'RestartRequested', data: { workspaceId, incarnation: 1, reset: false, template: null } },
        requested(2, 'restart'),
      );
  });

  it('is not disturbed by the end of its backend', () => {
    given(provisioningDecider, ...running, hibernated(1))
      .when(reportStopped(1))
      .thenNothing();
  });
});

describe('an engine that does not answer', () => {
  const reportLost: ProvisioningCommand = {
    ...of,
    type: 'lost',
    incarnation: 1,
    cause: { code: 'engine_unreachable' },
  };
  const reportFound: ProvisioningCommand = { ...of, type: 'found', incarnation: 1 };

  it('is said once, and once that it is back', () => {
    given(provisioningDecider, ...running)
      .when(reportLost)
      .then(lost);
    given(provisioningDecider, ...running, lost)
      .when(reportLost)
      .thenNothing();
    given(provisioningDecider, ...running, lost)
      .when(reportFound)
      .then(found);
    given(provisioningDecider, ...running)
      .when(reportFound)
      .thenNothing();
  });

  it('says nothing of what does not run', () => {
    given(provisioningDecider, ...running, paused(1))
      .when(reportLost)
      .thenNothing();
    given(provisioningDecider, ...running, requested(2, 'restart'))
      .when(reportLost)
      .thenNothing();
  });
});

describe('a container', () => {
  it('is recorded by what the engine knows it by', () => {
    given(provisioningDecider, requested(1, 'created'))
      .when({
        ...of,
        type: 'started',
        incarnation: 1,
        handle: { kind: 'container', containerId: 'c1', image: 'agent:1' },
        adopted: true,
      })
      .then({
        type: 'ContainerStarted',
        data: { workspaceId, incarnation: 1, containerId: 'c1', image: 'agent:1', adopted: true },
      });
  });

  it('that nobody wants is recorded whatever the state', () => {
    const reaped = { incarnation: 7, backend: 'docker', handle: 'c7', cause: { code: 'nobody_wanted_it' } };
    given(provisioningDecider)
      .when({ ...of, type: 'reaped', ...reaped })
      .then({ type: 'OrphanReaped', data: { workspaceId, ...reaped } });
  });

  it('that started and never came online fails', () => {
    given(provisioningDecider, ...running)
      .when(reportFailed(1))
      .then(failed(1));
  });
});
