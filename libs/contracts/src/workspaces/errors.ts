import { defineErrors } from '../declarations/error.js';

export const workspaceErrors = defineErrors({
  ORGANISATION_NOT_FOUND: {
    status: 404,
    title: 'There is no organisation {org}.',
    fix: 'Leave out X-Organisation-Id, or name an organisation of this installation.',
  },
  WORKSPACE_NOT_FOUND: { status: 404, title: 'There is no workspace {id}.', fix: 'Take the id from GET /workspaces.' },
  WORKSPACE_EXISTS: {
    status: 409,
    title: 'There is already a workspace {id}.',
    fix: 'Leave out the id; Guildhall then creates one.',
  },
  WORKSPACE_REMOVED: { status: 409, title: 'The workspace {id} is removed.', fix: 'Restore it first.' },
  WORKSPACE_NOT_REMOVED: {
    status: 409,
    title: 'The workspace {id} is not removed.',
    fix: 'There is nothing to restore.',
  },
  WORKSPACE_CYCLE: {
    status: 409,
    title: 'A workspace cannot be placed below itself.',
    fix: 'Choose a parent outside of its own team.',
  },
  WORKSPACE_TOO_DEEP: {
    status: 409,
    title: 'The tree would be deeper than {limit} levels.',
    fix: 'Choose a parent nearer to the top.',
  },
  PARENT_NOT_FOUND: {
    status: 404,
    title: 'The parent workspace {id} does not exist.',
    fix: 'Take the parent from GET /workspaces.',
  },
  RESTORE_PARENT_GONE: {
    status: 409,
    title: 'The old parent {parentId} no longer exists.',
    fix: 'Repeat with "parent_id": another workspace, or null for the top.',
  },
  RESTORE_NOT_ROOT: {
    status: 409,
    title: 'The workspace {id} was removed together with {rootId}.',
    fix: 'Restore {rootId}; that brings the whole team back.',
  },
  CONFIRMATION_REQUIRED: {
    status: 409,
    title: 'The workspace has a team of {children_count}, which would be removed with it.',
    fix: 'Repeat with ?confirm=true.',
  },
  COMMAND_WITHOUT_RUNTIME: {
    status: 400,
    title: 'A command belongs to the runtime "command".',
    fix: 'Set "runtime": "command", or leave the command out.',
  },
  COMMAND_MISSING: {
    status: 400,
    title: 'The runtime "command" needs a command.',
    fix: 'Give the program in "command", for example "node agent.mjs".',
  },
  WORKSPACE_DIR_NEEDS_ACCESS: {
    status: 400,
    title: 'The folder and the access to it do not match: {reason}',
    fix: 'Give an absolute workspace_dir with read_only or read_write; leave it out with none.',
  },
});
