import { GuildhallError, type PatchWorkspaceBody } from '@guildhall/contracts';

/** The facts of a PATCH in the decider's words; null: it names none. */
export const factChanges = (body: PatchWorkspaceBody, isPlaced: boolean) => {
  const {
    name,
    role,
    tier,
    model,
    collapsed,
    tags,
    runtime,
    command,
    workspace_access: access,
    workspace_dir: dir,
    x,
    y,
  } = body;
  if ((x === undefined) !== (y === undefined)) {
    throw new GuildhallError('VALIDATION_FAILED', {
      fields: [{ field: x === undefined ? 'x' : 'y', message: 'x and y go together' }],
    });
  }
  const changes = {
    ...(name === undefined ? {} : { name }),
    ...(role === undefined ? {} : { role }),
    ...(tier === undefined ? {} : { tier }),
    ...(model === undefined ? {} : { model }),
    ...(collapsed === undefined ? {} : { collapsed }),
    ...(tags === undefined ? {} : { tags }),
    ...(runtime === undefined ? {} : { runtime }),
    ...(command === undefined ? {} : { command }),
    ...(access === undefined ? {} : { access }),
    ...(dir === undefined ? {} : { workspaceDir: dir }),
    ...(isPlaced || x === undefined || y === undefined ? {} : { x, y }),
  };
  return Object.keys(changes).length === 0 ? null : changes;
};
