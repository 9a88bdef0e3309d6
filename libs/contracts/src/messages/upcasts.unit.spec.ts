import { failureWithCause, waitWithCause } from './upcasts.js';

describe('version 1 of MessageQueued', () => {
  it.each([
    ['the agent is awaiting agent', { code: 'agent_not_ready', details: { status: 'awaiting_agent' } }],
    ['the agent is offline', { code: 'agent_not_ready', details: { status: 'offline' } }],
    ['nobody knows what came of it', { code: 'outcome_unknown' }],
    ['the agent died while it worked', { code: 'agent_died_at_work' }],
    ['the agent cannot be reached: ECONNREFUSED.', { code: 'agent_unreachable', details: { reason: 'ECONNREFUSED' } }],
    [
      'the agent cannot be reached: The agent address http://10.0.0.1:9 is in a network that is not allowed: its name cannot be resolved.',
      { code: 'agent_unreachable', details: { reason: 'AGENT_URL_FORBIDDEN', url: 'http://10.0.0.1:9' } },
    ],
    ['the agent is out to lunch', { code: 'recorded', recorded: 'the agent is out to lunch' }],
  ])('stored %j', (text, cause) => {
    expect(waitWithCause({ messageId: 'm', cause: text })).toEqual({ messageId: 'm', cause });
  });
});

describe('version 1 of MessageFailed', () => {
  it.each([
    ['AGENT_NO_ANSWER', 'The agent did not answer within 5000 ms.', { details: { timeoutMs: 5000 } }],
    [
      'AGENT_BAD_ANSWER',
      'The agent answered something that is not A2A: it is empty.',
      { details: { reason: 'answer_empty' } },
    ],
    [
      'AGENT_BAD_ANSWER',
      'The agent answered something that is not A2A: it is larger than 10 bytes.',
      { details: { reason: 'answer_too_large', limit: 10 } },
    ],
    [
      'AGENT_FAILED',
      'The agent reported an error: it answered with status 500.',
      { details: { reason: 'answer_with_status', status: 500 } },
    ],
    [
      'AGENT_FAILED',
      'The agent reported an error: the task ended as canceled.',
      { details: { reason: 'task_ended', state: 'canceled' } },
    ],
    ['AGENT_FAILED', 'it reported an error', { recorded: 'it reported an error' }],
    [
      'AGENT_DIED',
      'The connection to the agent broke while it worked: ECONNRESET: read ECONNRESET',
      {
        details: { reason: 'ECONNRESET' },
        recorded: 'The connection to the agent broke while it worked: ECONNRESET: read ECONNRESET',
      },
    ],
    ['OUTCOME_UNKNOWN', 'It is not known whether the agent did this work.', {}],
    ['MESSAGE_INVALID', 'This is not an A2A message: its text was erased.', { details: { reason: 'text_erased' } }],
    ['TALK_NOT_ALLOWED', 'The organisation chart does not let a talk to b.', { details: { from: 'a', to: 'b' } }],
  ])('stored %s: %j', (code, text, rest) => {
    expect(failureWithCause({ messageId: 'm', code, cause: text })).toEqual({
      messageId: 'm',
      cause: { code, ...rest },
      words: null,
    });
  });
});
