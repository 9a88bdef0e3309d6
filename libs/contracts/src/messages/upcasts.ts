import { recordedCause } from '../declarations/cause.js';
import type { UpcastStep } from '../declarations/event.js';
import { recognised, type OldSentence } from '../declarations/recognised.js';

const waits: readonly OldSentence[] = [
  [
    /^the agent is (?<status>unknown|provisioning|degraded|offline|failed|paused|hibernated|awaiting agent|removed|online)$/,
    'agent_not_ready',
  ],
  [/^nobody knows what came of it$/, 'outcome_unknown'],
  [/^the agent died while it worked$/, 'agent_died_at_work'],
  [/^the agent cannot be reached: (?<reason>[A-Z_]+)\.$/, 'agent_unreachable'],
  [
    /^the agent cannot be reached: The agent address (?<url>\S+) is in a network that is not allowed: .+$/,
    'agent_unreachable',
    { reason: 'AGENT_URL_FORBIDDEN' },
  ],
  [
    /^the agent cannot be reached: The container engine does not answer: (?<rest>.*)$/s,
    'agent_unreachable',
    { reason: 'ENGINE_UNREACHABLE' },
  ],
];

/** From the first word on: what an agent said may end in one of these reasons. */
const badAnswer = (reason: string): RegExp =>
  new RegExp(`^The agent answered something that is not A2A: ${reason}\\.$`);

/** `reason` of AGENT_BAD_ANSWER. */
const badAnswers: readonly OldSentence[] = [
  [badAnswer('it is empty'), 'AGENT_BAD_ANSWER', { reason: 'answer_empty' }],
  [badAnswer('it is not JSON'), 'AGENT_BAD_ANSWER', { reason: 'answer_not_json' }],
  [badAnswer('it is not an object'), 'AGENT_BAD_ANSWER', { reason: 'answer_not_an_object' }],
  [badAnswer('it has neither result nor error'), 'AGENT_BAD_ANSWER', { reason: 'answer_without_result' }],
  [badAnswer('it is larger than (?<limit>\\d+) bytes'), 'AGENT_BAD_ANSWER', { reason: 'answer_too_large' }],
  [badAnswer('the result is neither a message nor a task'), 'AGENT_BAD_ANSWER', { reason: 'answer_of_no_kind' }],
  [badAnswer('the task has no id'), 'AGENT_BAD_ANSWER', { reason: 'task_without_id' }],
];

const agentFailed = (reason: string): RegExp => new RegExp(`^The agent reported an error: ${reason}$`);

/** By the error code of the failure: its sentence named only these values. */
const failures: { readonly [code: string]: readonly OldSentence[] } = {
  AGENT_BAD_ANSWER: badAnswers,
  AGENT_FAILED: [
    [agentFailed('it answered with status (?<status>\\d+)\\.'), 'AGENT_FAILED', { reason: 'answer_with_status' }],
    [agentFailed('the task ended as (?<state>[a-z-]+)\\.'), 'AGENT_FAILED', { reason: 'task_ended' }],
    [agentFailed('its address was erased; it has to register again'), 'AGENT_FAILED', { reason: 'address_erased' }],
  ],
  AGENT_NO_ANSWER: [[/^The agent did not answer within (?<timeoutMs>\d+) ms\.$/, 'AGENT_NO_ANSWER']],
  AGENT_DIED: [
    [/^The connection to the agent broke while it worked: (?<reason>[A-Z0-9_]+): (?<rest>.*)$/s, 'AGENT_DIED'],
  ],
  MESSAGE_INVALID: [
    [/^This is not an A2A message: its text was erased\.$/, 'MESSAGE_INVALID', { reason: 'text_erased' }],
  ],
  OUTCOME_UNKNOWN: [[/^It is not known whether the agent did this work\.$/, 'OUTCOME_UNKNOWN']],
  TALK_NOT_ALLOWED: [[/^The organisation chart does not let (?<from>\S+) talk to (?<to>\S+)\.$/, 'TALK_NOT_ALLOWED']],
};

/** Version 1 of `MessageQueued` stored a sentence. */
export const waitWithCause: UpcastStep = ({ cause, ...data }) => ({
  ...data,
  cause: recognised(String(cause), waits, recordedCause),
});

/** Version 1 of `MessageFailed` stored the error code and its sentence, with the agent's words in it. */
export const failureWithCause: UpcastStep = ({ code, cause, ...data }) => ({
  ...data,
  cause: recognised(String(cause), failures[String(code)] ?? [], String(code)),
  words: null,
});
