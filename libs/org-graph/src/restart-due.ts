import type { AgentStatus, DataOf, GraphWorkspace, RestartReason, fileEvents } from '@guildhall/contracts';
import { externalRuntime } from './status.js';

type Data<Type extends keyof typeof fileEvents> = DataOf<(typeof fileEvents)[Type]>;

/** Who is in one of these has an agent that may still run with what it was started with. */
const runs: ReadonlySet<AgentStatus> = new Set(['provisioning', 'online', 'degraded', 'offline']);

/** It may run with what it was started with: a change reaches it by its next start. */
export const learnsByRestart = ({
  incarnation,
  runtime,
  status,
}: Pick<GraphWorkspace, 'incarnation' | 'runtime' | 'status'>): boolean =>
  incarnation > 0 && runtime !== externalRuntime && runs.has(status);

/** A restart is due for this reason, too, where a backend of ours may run. */
export const dueFor = (workspace: GraphWorkspace, reason: RestartReason): void => {
  if (learnsByRestart(workspace) && !workspace.restartDue.includes(reason))
    workspace.restartDue = [...workspace.restartDue, reason].sort();
};

const configuration = { root: 'configs', path: 'config.yaml' } as const;

const isConfiguration = ({ root, path }: { root: string; path: string }): boolean =>
  root === configuration.root && path === configuration.path;

export const fileChanged = (workspace: GraphWorkspace, data: Data<'FileWritten'> | Data<'FileDeleted'>): void => {
  if (isConfiguration(data)) dueFor(workspace, 'configuration');
};

export const filesReplaced = (workspace: GraphWorkspace, { root }: Data<'FilesReplaced'>): void => {
  if (root === configuration.root) dueFor(workspace, 'configuration');
};
