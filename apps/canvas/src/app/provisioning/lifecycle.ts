import type { GraphWorkspace } from '@guildhall/contracts';

/** Lifecycle actions of an agent. */
export const lifecycleActions = [
  'restart',
  'restart-template',
  'reset',
  'pause',
  'resume',
  'hibernate',
  'wake',
] as const;
export type LifecycleAction = (typeof lifecycleActions)[number];

type Facts = Pick<GraphWorkspace, 'status' | 'runtime' | 'removed'>;

/** A workspace and its surroundings in the tree. */
export interface Situation {
  workspace: Facts;
  /** All workspaces below it. */
  team: readonly Facts[];
  /** Name of a paused workspace above it; null: none is. */
  pausedAbove: string | null;
  isBusy: boolean;
  /** Why nothing can be changed at all. */
  frozen: string | null;
}

const starting: readonly LifecycleAction[] = ['restart', 'restart-template', 'reset', 'wake'];

/** Why an action is not possible now, as a sentence; null: it is. The platform decides; this only avoids refusals. */
export const refusalOf = (action: LifecycleAction, situation: Situation): string | null => {
  const { workspace, pausedAbove, isBusy, frozen } = situation;
  if (frozen !== null) return frozen;
  if (workspace.removed !== null) return 'The workspace is removed.';
  if (isBusy) return 'Another command is running. Wait a moment.';
  if (starting.includes(action)) return startRefusal(action, situation);
  if (action === 'pause') return isAllPaused(situation) ? 'It is already paused.' : null;
  if (action === 'resume') {
    if (pausedAbove !== null) return `${pausedAbove}, above it, is paused. Resume it first.`;
    return isSomePaused(situation) ? null : 'It is not paused.';
  }
  if (workspace.runtime === 'external') return 'Its owner runs it, not Guildhall.';
  return workspace.status === 'online' || workspace.status === 'degraded' || workspace.status === 'provisioning'
    ? null
    : 'Only a running agent can hibernate.';
};

const startRefusal = (action: LifecycleAction, { workspace, pausedAbove }: Situation): string | null => {
  if (workspace.runtime === 'external') return 'Its owner runs it. Restart it there.';
  if (workspace.status === 'paused') return 'It is paused. Resume it first.';
  if (pausedAbove !== null) return `${pausedAbove}, above it, is paused. Resume it first.`;
  return action === 'wake' && workspace.status !== 'hibernated' ? 'It is not hibernating.' : null;
};

const isPaused = ({ status }: Facts): boolean => status === 'paused';
const isAllPaused = ({ workspace, team }: Situation): boolean => isPaused(workspace) && team.every(isPaused);
const isSomePaused = ({ workspace, team }: Situation): boolean => isPaused(workspace) || team.some(isPaused);
