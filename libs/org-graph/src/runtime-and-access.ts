import type { DataOf, GraphWorkspace, workspaceEvents } from '@guildhall/contracts';
import { dueFor } from './restart-due.js';
import { externalRuntime } from './status.js';

type Data<Type extends keyof typeof workspaceEvents> = DataOf<(typeof workspaceEvents)[Type]>;

export const chooseRuntime = (workspace: GraphWorkspace, { runtime }: Data<'RuntimeChosen'>): void => {
  const isExternal = runtime === externalRuntime;
  if (isExternal !== (workspace.runtime === externalRuntime)) workspace.backend = isExternal ? externalRuntime : null;
  workspace.runtime = runtime;
  dueFor(workspace, 'runtime');
};

export const chooseAccess = (workspace: GraphWorkspace, { access }: Data<'AccessChosen'>): void => {
  workspace.access = access;
  dueFor(workspace, 'access');
};
