import { defineErrors } from '../declarations/error.js';

export const registryErrors = defineErrors({
  AGENT_URL_FORBIDDEN: {
    status: 400,
    title: 'The agent address {url} is in a network that is not allowed: {reason}',
    fix: 'Use an address in GUILDHALL_AGENT_NETWORKS; the default allows only this machine.',
  },
  AGENT_CARD_INVALID: {
    status: 400,
    title: 'The agent card is not valid at {path}: {reason}',
    fix: 'Correct the card; it needs at least a name.',
  },
  STALE_INCARNATION: {
    status: 409,
    title: 'This agent was replaced by a newer start.',
    fix: 'Stop it: the newer one has taken its place.',
  },
  AGENT_NOT_ONLINE: {
    status: 503,
    title: 'The workspace {id} is {status}.',
    fix: 'Wait until it is online, or send a message: it waits in the mailbox.',
  },
  TALK_NOT_ALLOWED: {
    status: 403,
    title: 'The organisation chart does not let {from} talk to {to}.',
    fix: 'Talk to siblings, to your line upwards, or to your own team.',
  },
  WORKSPACE_DELETED: {
    status: 404,
    title: 'The workspace {workspace_id} is gone.',
    fix: 'Stop the agent, or ask an operator to restore the workspace and give you a new token.',
  },
  HOP_LIMIT: {
    status: 409,
    title: 'The work has passed through {hop} agents: the limit is {limit}.',
    fix: 'Answer instead of passing it on; look for agents that forward to each other.',
  },
});
