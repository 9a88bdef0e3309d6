import type { AgentStatus, GraphWorkspace } from '@guildhall/contracts';

/** The state on screen: the status, and `working` while an online agent has a task. */
export type ShownState = AgentStatus | 'working';

export const shownState = ({ status, task }: Pick<GraphWorkspace, 'status' | 'task'>): ShownState =>
  status === 'online' && task !== null ? 'working' : status;

const words: Record<ShownState, string> = {
  online: 'Online',
  working: 'Working',
  degraded: 'Degraded',
  offline: 'Offline',
  provisioning: 'Provisioning',
  failed: 'Failed',
  paused: 'Paused',
  hibernated: 'Hibernated',
  awaiting_agent: 'Awaiting agent',
  removed: 'Removed',
};
export const stateWord = (state: ShownState): string => words[state];

/** Order in which states are listed: what needs a person comes first. */
export const stateOrder: readonly ShownState[] = [
  'failed',
  'degraded',
  'offline',
  'awaiting_agent',
  'provisioning',
  'working',
  'online',
  'paused',
  'hibernated',
  'removed',
];

/** Name of the colour token. */
export const stateColour = (state: ShownState): string =>
  state === 'working' ? 'online' : state === 'awaiting_agent' || state === 'removed' ? 'offline' : state;
