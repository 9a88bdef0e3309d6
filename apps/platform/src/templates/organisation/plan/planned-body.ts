import { GuildhallError, type FieldProblem } from '@guildhall/contracts';
import { CreateWorkspaceBody } from '@guildhall/contracts/workspaces/bodies';
import { requireAccessFits, requireCommandFits } from '@guildhall/domain';
import { checkedBody } from '../../../http/validation/checked-input.js';
import type { PlanProblems } from './plan-problems.js';
import type { PlannedWorkspace } from './planned-workspace.js';

/**
 * Everything that the creation of a workspace would refuse and that can be known before. `pathOf`: where a field comes
 * from.
 */
export const checkBody = (
  body: PlannedWorkspace['body'],
  pathOf: (field: string) => string,
  problems: PlanProblems,
): void => {
  const fields = fieldProblemsOf(body);
  for (const { field, message } of fields) problems.at(pathOf(field), message);
  if (fields.length > 0) return;
  const { runtime = '', command = null, workspace_access: access = 'none', workspace_dir: folder = null } = body;
  problems.holds(pathOf('runtime'), () => requireCommandFits(runtime, command));
  problems.holds(pathOf(folder === null ? 'workspace_access' : 'workspace_dir'), () =>
    requireAccessFits(access, folder),
  );
};

/** By the same rules as a request. */
const fieldProblemsOf = (body: PlannedWorkspace['body']): FieldProblem[] => {
  try {
    checkedBody(CreateWorkspaceBody, body);
    return [];
  } catch (error) {
    if (error instanceof GuildhallError && error.code === 'VALIDATION_FAILED')
      return error.details['fields'] as unknown as FieldProblem[];
    throw error;
  }
};
