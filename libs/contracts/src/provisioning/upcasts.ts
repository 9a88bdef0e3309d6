import { recordedCause } from '../declarations/cause.js';
import type { UpcastStep } from '../declarations/event.js';
import { recognised, type OldSentence } from '../declarations/recognised.js';
import { oldExits } from '../registry/upcasts.js';

const turns: readonly OldSentence[] = [
  ...oldExits,
  [/^the workspace was removed$/, 'workspace_removed'],
  [/^incarnation (?<newest>\d+) is (?<phase>\w+)$/, 'incarnation_replaced'],
  [/^its runtime is external now$/, 'runtime_external'],
  [/^everything was stopped$/, 'all_stopped'],
  [/^asked for$/, 'requested'],
  [/^idle for (?<minutes>\d+) minutes$/, 'idle_minutes'],
  [/^idle for (?<seconds>\d+) s$/, 'idle_seconds'],
  [/^a message came$/, 'message_received'],
  [/^The container engine does not answer: (?<rest>.*)$/s, 'ENGINE_UNREACHABLE'],
];

/** By the error code of the failure: its sentence named only these values. */
const failures: { readonly [code: string]: readonly OldSentence[] } = {
  RUNTIME_WITHOUT_BACKEND: [[/^No backend here can run the runtime "(?<subject>.*)"\.$/s, 'RUNTIME_WITHOUT_BACKEND']],
  START_FAILED: [
    [/^there is no backend (?<backend>\S+) here$/, 'START_FAILED', { reason: 'backend_missing' }],
    [
      /^No backend here can run the runtime "(?<subject>.*)"\.$/s,
      'START_FAILED',
      { reason: 'RUNTIME_WITHOUT_BACKEND' },
    ],
  ],
  PROVISIONING_TIMEOUT: [[/^The agent did not come online within (?<seconds>[\d.]+) s\.$/, 'PROVISIONING_TIMEOUT']],
  TIER_NOT_ALLOWED: [[/^Tier (?<tier>\d+) is not allowed here\.$/, 'TIER_NOT_ALLOWED']],
  IMAGE_MISSING: [[/^The engine has no image (?<image>\S+)\.$/, 'IMAGE_MISSING']],
  TEMPLATE_INVALID: [[/^The template "(?<subject>.*)" cannot be used\.$/s, 'TEMPLATE_INVALID']],
  AGENT_ENVIRONMENT_MISSING: [
    [
      /^The agent needs environment variables that it does not get here: (?<subject>.*)\.$/s,
      'AGENT_ENVIRONMENT_MISSING',
    ],
  ],
};

/** Version 1 of the events of a backend stored a sentence. */
export const turnWithCause: UpcastStep = ({ cause, ...data }) => ({
  ...data,
  ...(cause !== undefined && { cause: recognised(String(cause), turns, recordedCause) }),
});

/** Version 1 of `ProvisioningFailed` stored the error code and its sentence, with the engine's words in it. */
export const failureWithCause: UpcastStep = ({ code, cause, ...data }) => ({
  ...data,
  cause: recognised(String(cause), failures[String(code)] ?? [], String(code)),
  words: null,
});

/** Version 1 of `ProvisioningRequested` wrote one of its reasons with a blank. */
export const reasonAsCode: UpcastStep = ({ reason, ...data }) => ({
  ...data,
  reason: String(reason).replaceAll(' ', '_'),
});
