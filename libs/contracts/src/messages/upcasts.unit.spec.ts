import { oldFailures, oldSentences, type OldSentenceCase } from '../events/old-sentences.suite.js';
import { failureWithCause, waitWithCause } from './upcasts.js';

const statuses = [
  'unknown',
  'provisioning',
  'online',
  'degraded',
  'offline',
  'failed',
  'paused',
  'hibernated',
  'awaiting agent',
  'removed',
];
const forbidden =
  'The agent address http://10.0.0.1:9/a is in a network that is not allowed: its name cannot be resolved.';
const engineAway =
  'the agent cannot be reached: The container engine does not answer: connect ENOENT /run/docker.sock.';

oldSentences('MessageQueued', waitWithCause, [
  ...statuses.map((status): OldSentenceCase => {
    const cause = { code: 'agent_not_ready', details: { status: status.replace(' ', '_') } };
    return [`the agent is ${status}`, cause];
  }),
  ['nobody knows what came of it', { code: 'outcome_unknown' }, 'the outcome of the last delivery is unknown'],
  ['the agent died while it worked', { code: 'agent_died_at_work' }],
  [
    'the agent cannot be reached: ECONNREFUSED.',
    { code: 'agent_unreachable', details: { reason: 'ECONNREFUSED' } },
    'the agent cannot be reached: ECONNREFUSED',
  ],
  [
    `the agent cannot be reached: ${forbidden}`,
    { code: 'agent_unreachable', details: { reason: 'AGENT_URL_FORBIDDEN', url: 'http://10.0.0.1:9/a' } },
    'the agent cannot be reached: The agent address http://10.0.0.1:9/a is in a network that is not allowed.',
  ],
  [engineAway, { code: 'agent_unreachable', details: { reason: 'ENGINE_UNREACHABLE' }, recorded: engineAway }],
  ['the agent is out to lunch', { code: 'recorded', recorded: 'the agent is out to lunch' }],
]);

const badAnswer = (reason: string, details: object): OldSentenceCase => [
  `The agent answered something that is not A2A: ${reason}.`,
  { code: 'AGENT_BAD_ANSWER', details: { ...details } },
  `The agent gave an answer that is not valid A2A: ${reason}.`,
];
const agentFailed = (reason: string, details: object): OldSentenceCase => [
  `The agent reported an error: ${reason}.`,
  { code: 'AGENT_FAILED', details: { ...details } },
];
/** What an agent said is kept, also where it ends as a sentence of the platform does. */
const ofTheAgent = (words: string): OldSentenceCase => {
  const recorded = `The agent reported an error: ${words}`;
  return [recorded, { code: 'AGENT_FAILED', recorded }];
};
const broken = 'The connection to the agent broke while it worked: ';

oldFailures(
  'MessageFailed',
  failureWithCause,
  [
    ['The agent did not answer within 5000 ms.', { code: 'AGENT_NO_ANSWER', details: { timeoutMs: 5000 } }],
    badAnswer('it is empty', { reason: 'answer_empty' }),
    badAnswer('it is not JSON', { reason: 'answer_not_json' }),
    badAnswer('it is not an object', { reason: 'answer_not_an_object' }),
    badAnswer('it has neither result nor error', { reason: 'answer_without_result' }),
    badAnswer('it is larger than 10 bytes', { reason: 'answer_too_large', limit: 10 }),
    badAnswer('the result is neither a message nor a task', { reason: 'answer_of_no_kind' }),
    badAnswer('the task has no id', { reason: 'task_without_id' }),
    agentFailed('it answered with status 500', { reason: 'answer_with_status', status: 500 }),
    agentFailed('the task ended as canceled', { reason: 'task_ended', state: 'canceled' }),
    [
      'The agent reported an error: its address was erased; it has to register again',
      { code: 'AGENT_FAILED', details: { reason: 'address_erased' } },
      'The agent reported an error: its address was erased; it has to register again.',
    ],
    ofTheAgent('-32000: no key'),
    ofTheAgent('upstream: it answered with status 500.'),
    ofTheAgent('so: the task ended as failed.'),
    ['it reported an error', { code: 'AGENT_FAILED', recorded: 'it reported an error' }],
    ...['ECONNRESET: read ECONNRESET', 'ERR_HTTP2_STREAM: two\nlines'].map((reason): OldSentenceCase => {
      const recorded = `${broken}${reason}`;
      return [recorded, { code: 'AGENT_DIED', details: { reason: reason.split(':', 1)[0] ?? '' }, recorded }];
    }),
    [`${broken}TypeError: terminated`, { code: 'AGENT_DIED', recorded: `${broken}TypeError: terminated` }],
    [
      'It is not known whether the agent did this work.',
      { code: 'OUTCOME_UNKNOWN' },
      'Guildhall does not know whether the agent did this work.',
    ],
    [
      'This is not an A2A message: its text was erased.',
      { code: 'MESSAGE_INVALID', details: { reason: 'text_erased' } },
    ],
    ['The organisation chart does not let a talk to b.', { code: 'TALK_NOT_ALLOWED', details: { from: 'a', to: 'b' } }],
  ],
  { words: null },
);
