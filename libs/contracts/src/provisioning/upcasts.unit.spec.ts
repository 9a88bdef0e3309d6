import { oldExits, oldFailures, oldSentences } from '../events/old-sentences.suite.js';
import { failureWithCause, reasonAsCode, turnWithCause } from './upcasts.js';

const engineAway = 'The container engine does not answer: connect ENOENT /var/run/docker.sock.';

oldSentences('BackendStopped, BackendLost, OrphanReaped, CrashLoopDetected and of sleep', turnWithCause, [
  ...oldExits,
  ['the workspace was removed', { code: 'workspace_removed' }],
  ['its runtime is external now', { code: 'runtime_external' }],
  ['everything was stopped', { code: 'all_stopped' }],
  ...['wanted', 'requested', 'running', 'ended', 'paused', 'hibernated'].map(
    (phase) => [`incarnation 3 is ${phase}`, { code: 'incarnation_replaced', details: { newest: 3, phase } }] as const,
  ),
  ['asked for', { code: 'requested' }, 'on request'],
  ['idle for 30 minutes', { code: 'idle_minutes', details: { minutes: 30 } }],
  ['idle for 20 s', { code: 'idle_seconds', details: { seconds: 20 } }],
  ['a message came', { code: 'message_received' }, 'a message arrived'],
  [engineAway, { code: 'ENGINE_UNREACHABLE', recorded: engineAway }],
]);

describe('version 1 of CrashLoopDetected', () => {
  it('could be without a cause', () => expect(turnWithCause({ crashes: 5 })).toEqual({ crashes: 5 }));
});

const engineRefused = 'The agent could not be started: invalid mount: there is no backend docker here';

oldFailures(
  'ProvisioningFailed',
  failureWithCause,
  [
    ['No backend here can run the runtime "my runtime".', { code: 'RUNTIME_WITHOUT_BACKEND', subject: 'my runtime' }],
    [
      'there is no backend docker here',
      { code: 'START_FAILED', details: { reason: 'backend_missing', backend: 'docker' } },
      'The agent could not be started: there is no backend docker here.',
    ],
    [
      'No backend here can run the runtime "command".',
      { code: 'START_FAILED', details: { reason: 'RUNTIME_WITHOUT_BACKEND' }, subject: 'command' },
      'The agent could not be started: No backend here can run the runtime "command".',
    ],
    [engineRefused, { code: 'START_FAILED', recorded: engineRefused }],
    ['spawn E2BIG', { code: 'START_FAILED', recorded: 'spawn E2BIG' }],
    ['The agent did not come online within 60 s.', { code: 'PROVISIONING_TIMEOUT', details: { seconds: 60 } }],
    ['The agent did not come online within 0.5 s.', { code: 'PROVISIONING_TIMEOUT', details: { seconds: 0.5 } }],
    ['Tier 4 is not allowed here.', { code: 'TIER_NOT_ALLOWED', details: { tier: 4 } }],
    [
      'The engine has no image guildhall/agent:0.1.0.',
      { code: 'IMAGE_MISSING', details: { image: 'guildhall/agent:0.1.0' } },
    ],
    ['The template "my template" cannot be used.', { code: 'TEMPLATE_INVALID', subject: 'my template' }],
    [
      'The agent needs environment variables that it does not get here: A_KEY, B_KEY.',
      { code: 'AGENT_ENVIRONMENT_MISSING', subject: 'A_KEY, B_KEY' },
      'The agent needs environment variables that are not set here: A_KEY, B_KEY.',
    ],
  ],
  { words: null },
);

describe('version 1 of ProvisioningRequested', () => {
  it.each([
    ['runtime changed', 'runtime_changed'],
    ...['created', 'restart', 'crash', 'restored', 'resumed', 'woken'].map((reason) => [reason, reason]),
  ])('stored the reason %j', (stored, reason) => {
    expect(reasonAsCode({ incarnation: 1, reason: stored })).toEqual({ incarnation: 1, reason });
  });
});
