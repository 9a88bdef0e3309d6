export const messageErrors = {
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
    title: 'The A2A method {method} does not go through the platform yet.',
    fix: 'Use message/send.',
  },
  MAILBOX_FULL: {
    status: 429,
    title: '{depth} messages wait for {id}.',
    fix: 'Wait until the agent has caught up, or cancel messages.',
  },
  AGENT_UNREACHABLE: {
    status: 502,
    title: 'The agent could not be reached: {reason}',
    fix: 'Look at the agent; the message waits until it is back.',
  },
  AGENT_BAD_ANSWER: {
    status: 502,
    title: 'The agent answered something that is not A2A: {reason}',
    fix: 'Look at the agent: it must answer message/send with a message or a task.',
  },
  AGENT_NO_ANSWER: {
    status: 504,
    title: 'The agent did not answer within {timeoutMs} ms.',
    fix: 'Look at what it does; send the message again if it may be done twice.',
  },
  AGENT_DIED: {
    status: 502,
    title: 'The connection to the agent broke while it worked: {reason}',
    fix: 'Look at the agent; send the message again if it may be done twice.',
  },
  AGENT_FAILED: {
    status: 502,
    title: 'The agent reported an error: {reason}',
    fix: 'Read the error; it is the agent that has to be mended.',
  },
  OUTCOME_UNKNOWN: {
    status: 502,
    title: 'It is not known whether the agent did this work.',
    fix: 'Look at the agent, then send the message again if it is safe.',
  },
  MESSAGE_EXPIRED: {
    status: 504,
    title: 'The message waited longer than it was valid.',
    fix: 'Send it again when the agent is online.',
  },
} as const;
