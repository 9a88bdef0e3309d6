import {
  GuildhallError,
  workspaceSettable,
  type PatchWorkspaceBody,
  type WorkspaceCreatedData,
  type WorkspaceSettable,
} from '@guildhall/contracts';
import type { WorkspaceChanges } from '@guildhall/domain';

type Values = Readonly<Record<string, unknown>>;
type Settable = Pick<WorkspaceCreatedData, WorkspaceSettable>;

const present = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** The facts of a request that one event each replaces whole; they have the same name in bodies and events. */
export const settableFacts = <Body extends Partial<Settable>>(
  body: Body,
): Pick<Body, keyof Body & WorkspaceSettable> => {
  const fields = Object.keys(workspaceSettable) as WorkspaceSettable[];
  return present(Object.fromEntries(fields.map((field) => [field, body[field]]))) as Pick<
    Body,
    keyof Body & WorkspaceSettable
  >;
};

/** The facts of a PATCH in the decider's words; null: it names none. */
export const factChanges = (body: PatchWorkspaceBody, isPlaced: boolean): WorkspaceChanges | null => {
  const { collapsed, runtime, command, workspace_access: access, workspace_dir: workspaceDir, x, y } = body;
  if ((x === undefined) !== (y === undefined)) {
    throw new GuildhallError('VALIDATION_FAILED', {
      fields: [{ field: x === undefined ? 'x' : 'y', message: 'x and y go together' }],
    });
  }
  const place = isPlaced ? {} : { x, y };
  const others = present({ collapsed, runtime, command, access, workspaceDir, ...place });
  const changes = { ...settableFacts(body), ...others };
  return Object.keys(changes).length === 0 ? null : changes;
};
