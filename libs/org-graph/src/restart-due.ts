import type { AgentStatus, GraphWorkspace, OfFileChange, RestartReason } from '@guildhall/contracts';
import { externalRuntime } from './status.js';

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

/** Without a path, all files of the root were replaced. */
type FilesChanged = OfFileChange & { root: string; path?: string };

export const filesChanged = (workspace: GraphWorkspace, { root, path }: FilesChanged): void => {
  if (root === configuration.root && (path === undefined || path === configuration.path))
    dueFor(workspace, 'configuration');
};
