import type { ListTasksRequest, ListTasksResponse, Task } from '@a2a-js/sdk';
import type { TaskStore } from '@a2a-js/sdk/server';
import { RequestMalformedError } from '@a2a-js/sdk/errors';
import type { AnswerJournal } from '../state/answer-journal.js';
import { taskOf } from './task-form.js';

/** Keeps running tasks in memory and ended ones in the journal: memory stays bounded, and they survive a restart. */
export class JournalTaskStore implements TaskStore {
  private readonly open = new Map<string, Task>();

  constructor(private readonly journal: AnswerJournal) {}

  async save(task: Task): Promise<void> {
    const ended = this.journal.findTask(task.id)?.answer ?? null;
    if (ended === null) this.open.set(task.id, structuredClone(task));
    else this.open.delete(task.id);
  }

  async load(taskId: string): Promise<Task | undefined> {
    const open = this.open.get(taskId);
    if (open !== undefined) return structuredClone(open);
    const known = this.journal.findTask(taskId);
    return known === undefined ? undefined : taskOf(known);
  }

  async list({
    contextId,
    status,
    statusTimestampAfter,
    pageSize,
    pageToken,
  }: ListTasksRequest): Promise<ListTasksResponse> {
    const start = pageToken === '' ? 0 : Number(pageToken);
    if (!Number.isSafeInteger(start) || start < 0) throw new RequestMalformedError('pageToken is not valid.');
    const tasks = this.journal
      .newestFirst()
      .map((message) => this.open.get(message.taskId) ?? taskOf(message))
      .filter(
        (task) =>
          (contextId === '' || task.contextId === contextId) &&
          (status === 0 || task.status?.state === status) &&
          (statusTimestampAfter === undefined ||
            statusTimestampAfter === '' ||
            (task.status?.timestamp ?? '') > statusTimestampAfter),
      );
    const size = pageSize ?? 50;
    const page = tasks.slice(start, start + size);
    const next = start + size < tasks.length ? String(start + size) : '';
    return { tasks: structuredClone(page), nextPageToken: next, pageSize: page.length, totalSize: tasks.length };
  }
}
