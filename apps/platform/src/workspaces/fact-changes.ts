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

/** Half a place is none, whether the other half is absent or null. Throws VALIDATION_FAILED, before anything is recorded. */
export const requireWholePlace = ({ x, y }: PatchWorkspaceBody): void => {
  if (typeof x === typeof y && (x === null) === (y === null)) return;
  const field = typeof x === 'number' ? 'y' : 'x';
  throw new GuildhallError('VALIDATION_FAILED', { fields: [{ field, message: 'x and y go together' }] });
};

/** The facts of a PATCH in the decider's words; null: it names none. */
export const factChanges = (body: PatchWorkspaceBody, isPlaced: boolean): WorkspaceChanges | null => {
  const { collapsed, runtime, command, workspace_access: access, workspace_dir: workspaceDir, x, y } = body;
  const place = isPlaced ? {} : { x, y };
  const others = present({ collapsed, runtime, command, access, workspaceDir, ...place });
  const changes = { ...settableFacts(body), ...others };
  return Object.keys(changes).length === 0 ? null : changes;
};
