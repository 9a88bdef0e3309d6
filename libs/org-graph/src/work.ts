import { isOpenMessage, messageStatusAfter, type GraphWorkspace, type MessageFact } from '@guildhall/contracts';

const isTask = ({ task }: GraphWorkspace, messageId: string): boolean =>
  task !== null && task.kind === 'message' && task.id === messageId;

const leaveQueue = (workspace: GraphWorkspace): void => {
  workspace.queued = Math.max(0, workspace.queued - 1);
};

const enterQueue = (workspace: GraphWorkspace): void => {
  workspace.queued += 1;
};

/** Mailbox and task of a workspace after an event about one of its messages. */
export const foldMessage = (workspace: GraphWorkspace, { type, data: { messageId } }: MessageFact): void => {
  const status = messageStatusAfter[type];
  if (type === 'MessageSent') return enterQueue(workspace);
  if (isTask(workspace, messageId)) {
    if (status === 'queued') enterQueue(workspace);
    if (status === 'queued' || !isOpenMessage(status)) workspace.task = null;
  } else if (status === 'dispatched') {
    leaveQueue(workspace);
    workspace.task = { kind: 'message', id: messageId };
  } else if (!isOpenMessage(status)) {
    leaveQueue(workspace);
  }
};
