import { GuildhallError, type Access } from '@guildhall/contracts';

/** Runtime whose agent is any program: message on standard input, answer on standard output. */
export const commandRuntime = 'command';

/** A command belongs to the runtime `command`, and that runtime needs one. */
export const requireCommandFits = (runtime: string, command: string | null): void => {
  if (runtime !== commandRuntime && command !== null) throw new GuildhallError('COMMAND_WITHOUT_RUNTIME', { runtime });
  if (runtime === commandRuntime && (command === null || command.trim() === '')) {
    throw new GuildhallError('COMMAND_MISSING', { runtime });
  }
};

const absolute = /^(?:\/|[A-Za-z]:[\\/])/;

/** A folder needs an access other than `none`, and every such access needs an absolute folder. */
export const requireAccessFits = (access: Access, workspaceDir: string | null): void => {
  const refuse = (reason: string) => new GuildhallError('WORKSPACE_DIR_NEEDS_ACCESS', { reason });
  if (workspaceDir === null) {
    if (access !== 'none') throw refuse(`${access} needs a workspace_dir.`);
    return;
  }
  if (access === 'none') throw refuse('a workspace_dir is given, but the access is none.');
  if (!absolute.test(workspaceDir)) throw refuse('the workspace_dir is not an absolute path.');
  if (workspaceDir.split(/[\\/]/).includes('..')) throw refuse('the workspace_dir must not contain "..".');
};
