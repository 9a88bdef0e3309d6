import { defineErrors } from '../declarations/error.js';

export const provisioningErrors = defineErrors({
  RUNTIME_WITHOUT_BACKEND: {
    status: 409,
    title: 'No backend here can run the runtime "{runtime}".',
    fix: 'Choose runtime "command" or "external", or name an image for it in GUILDHALL_RUNTIME_IMAGES.',
  },
  EXTERNAL_RUNTIME: {
    status: 409,
    title: 'The agent of {id} is run by its owner, not by Guildhall.',
    fix: 'Restart it where it runs.',
  },
  WORKSPACE_PAUSED: {
    status: 409,
    title: 'The workspace {id} is paused.',
    fix: 'Resume it first: POST /workspaces/{id}/resume.',
  },
  WORKSPACE_NOT_PAUSED: {
    status: 404,
    title: 'The workspace {id} is not paused; it is {status}.',
    fix: 'Nothing needs to be done.',
  },
  BEYOND_GRANT: {
    status: 403,
    title: 'The rights of this lead do not cover it: {reason}',
    fix: 'Ask an operator to do it.',
  },
  WORKSPACE_WITHOUT_TEMPLATE: {
    status: 409,
    title: 'The workspace {id} was not made from a template.',
    fix: 'Name one: {"template": "<id of a row of GET /templates>"}. Or restart it without one.',
  },
  ANCESTOR_PAUSED: {
    status: 409,
    title: 'The workspace {ancestor} above {id} is paused.',
    fix: 'Resume {ancestor}; that resumes its whole team.',
  },
  WORKSPACE_NOT_RUNNING: {
    status: 404,
    title: 'The workspace {id} cannot hibernate: it is {status}.',
    fix: 'Only an agent that is online or degraded can hibernate.',
  },
  WORKSPACE_BUSY: {
    status: 409,
    title: 'The workspace {id} is at work: {active_tasks} running or waiting.',
    fix: 'Wait until it is idle, or add ?force=true.',
  },
  PROVISIONING_TIMEOUT: {
    status: 504,
    title: 'The agent did not come online within {seconds} s.',
    fix: 'Read its boot log in Logs, correct the command or its configuration, and restart it.',
  },
  CRASH_LOOP: {
    status: 409,
    title: 'The agent keeps crashing, so Guildhall no longer starts it.',
    fix: 'Read its boot log in Logs, correct the command or its configuration, and restart it.',
  },
  AGENT_ENVIRONMENT_MISSING: {
    status: 409,
    title: 'The agent needs environment variables that are not set here: {missing}.',
    fix: 'Name them in GUILDHALL_AGENT_ENV and give the platform their values, then restart the agent.',
  },
  ALREADY_PAUSED: {
    status: 404,
    title: 'The workspace {id} and its team are already paused.',
    fix: 'Nothing needs to be done.',
  },
  BACKEND_HAS_NO_CONSOLE: {
    status: 501,
    title: 'Guildhall has no output of {id}: its owner runs that agent elsewhere.',
    fix: 'Look where it runs.',
  },
  ENGINE_UNREACHABLE: {
    status: 503,
    title: 'The container engine does not answer: {reason}',
    fix: 'Start the engine; the platform then resumes by itself. Or choose GUILDHALL_BACKEND=process.',
  },
  IMAGE_MISSING: {
    status: 409,
    title: 'The engine has no image {image}.',
    fix: 'Build it with npm run agent-image, or name another in GUILDHALL_AGENT_IMAGE.',
  },
  TIER_NOT_ALLOWED: {
    status: 403,
    title: 'Tier {tier} is not allowed here.',
    fix: 'Choose tier 1 or 2, or let the operator add it to GUILDHALL_ALLOWED_TIERS.',
  },
  WORKSPACE_DIR_REFUSED: {
    status: 400,
    title: 'The folder {path} cannot be given to an agent: {reason}',
    fix: 'Name a folder below one of GUILDHALL_WORKSPACE_FOLDERS.',
  },
  START_FAILED: {
    status: 502,
    title: 'The agent could not be started: {reason}',
    fix: 'Correct the cause, then restart the workspace.',
  },
  AGENT_NOT_RUNNING: {
    status: 409,
    title: 'No agent of {id} is running.',
    fix: 'Restart or resume the workspace first.',
  },
});
