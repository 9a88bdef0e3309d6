import { defineErrors } from '../declarations/error.js';

export const messageErrors = defineErrors({
  MESSAGE_NOT_FOUND: {
    status: 404,
    title: 'There is no message {id}.',
    fix: 'Take the id from the chat of the workspace.',
  },
  MESSAGE_ALREADY_ENDED: { status: 409, title: 'The message is already {state}.', fix: 'Send a new message.' },
  MESSAGE_INVALID: {
    status: 400,
    title: 'This is not an A2A message: {reason}',
    fix: 'Send JSON-RPC with method message/send and params.message.parts.',
  },
  METHOD_NOT_SUPPORTED: {
    status: 400,
    title: 'The platform does not forward the A2A method {method} yet.',
    fix: 'Use message/send.',
  },
  MAILBOX_FULL: {
    status: 429,
    title: 'The mailbox of {id} is full: {depth} messages are waiting.',
    fix: 'Wait until the agent has caught up, or cancel messages.',
  },
  AGENT_UNREACHABLE: {
    status: 502,
    title: 'The agent could not be reached: {reason}',
    fix: 'Check the agent; the message waits until it is back.',
  },
  AGENT_BAD_ANSWER: {
    status: 502,
    title: 'The agent gave an answer that is not valid A2A: {reason}',
    fix: 'Check the agent: it must answer message/send with a message or a task.',
  },
  AGENT_NO_ANSWER: {
    status: 504,
    title: 'The agent did not answer within {timeoutMs} ms.',
    fix: 'Check what it is doing; send the message again if the work may be done twice.',
  },
  AGENT_DIED: {
    status: 502,
    title: 'The connection to the agent broke while it worked: {reason}',
    fix: 'Check the agent; send the message again if the work may be done twice.',
  },
  AGENT_FAILED: {
    status: 502,
    title: 'The agent reported an error: {reason}',
    fix: 'Read the error and repair the agent.',
  },
  OUTCOME_UNKNOWN: {
    status: 502,
    title: 'Guildhall does not know whether the agent did this work.',
    fix: 'Check the agent, then send the message again if that is safe.',
  },
  MESSAGE_EXPIRED: {
    status: 504,
    title: 'The message expired before it was delivered.',
    fix: 'Send it again when the agent is online.',
  },
});
