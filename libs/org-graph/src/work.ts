import type { DataOf, GraphWorkspace, OfMessage, messageEvents } from '@guildhall/contracts';

type Data<Type extends keyof typeof messageEvents> = DataOf<(typeof messageEvents)[Type]>;

const isTask = ({ task }: GraphWorkspace, messageId: string): boolean =>
  task !== null && task.kind === 'message' && task.id === messageId;

const leaveQueue = (workspace: GraphWorkspace): void => {
  workspace.queued = Math.max(0, workspace.queued - 1);
};

export const messageSent = (workspace: GraphWorkspace): void => {
  workspace.queued += 1;
};

/** Back in the mailbox when it was being worked on; otherwise it waits there already. */
export const messageQueued = (workspace: GraphWorkspace, { messageId }: Data<'MessageQueued'>): void => {
  if (!isTask(workspace, messageId)) return;
  workspace.task = null;
  workspace.queued += 1;
};

export const messageDispatched = (workspace: GraphWorkspace, { messageId }: Data<'MessageDispatched'>): void => {
  if (isTask(workspace, messageId)) return;
  leaveQueue(workspace);
  workspace.task = { kind: 'message', id: messageId };
};

export const messageEnded = (workspace: GraphWorkspace, { messageId }: OfMessage): void => {
  if (isTask(workspace, messageId)) workspace.task = null;
  else leaveQueue(workspace);
};
