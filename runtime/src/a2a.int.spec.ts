import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ClientFactory, type Client } from '@a2a-js/sdk/client';
import { Role, TaskState, type SendMessageRequest, type Task } from '@a2a-js/sdk';
import { A2aAgent, answerOf, until, type LegacyTask } from './testing/a2a-agent.suite.js';

let agent: A2aAgent;

beforeAll(async () => {
  agent = await A2aAgent.started();
});
afterAll(() => agent.remove());
beforeEach(() => agent.holdAgain());

describe('A2A 0.3, as the reference system uses it', () => {
  it('answers message/send with a completed task', async () => {
    const task = await agent.send('hello', 'plain');
    expect(task).toMatchObject({ kind: 'task', status: { state: 'completed' }, metadata: { exit_code: 0 } });
    expect(answerOf(task)).toBe('echo hello');
  });

  it('completes a bare body without jsonrpc, id, messageId and role, with parts of a type', async () => {
    const body = await agent.post({
      method: 'message/send',
      params: { message: { parts: [{ type: 'text', text: 'bare' }] } },
    });
    expect(body).toMatchObject({
      jsonrpc: '2.0',
      id: expect.any(String),
      result: { artifacts: [{ parts: [{ kind: 'text', text: 'echo bare' }] }] },
    });
  });

  it('streams the task, then its artifact, then its end', async () => {
    const response = await fetch(agent.url, {
      method: 'POST',
      body: JSON.stringify({
        method: 'message/stream',
        params: { message: { messageId: 'stream', parts: [{ text: 'flow' }] } },
      }),
    });
    const events = (await response.text())
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => (JSON.parse(line.slice(6)) as { result: LegacyTask & { final?: boolean } }).result);
    expect(events.map(({ kind }) => kind)).toEqual(['task', 'artifact-update', 'status-update']);
    expect(events[2]).toMatchObject({ status: { state: 'completed' }, final: true });
  });

  it('finds a task again with tasks/get, and refuses an unknown one', async () => {
    const { id } = await agent.send('again', 'get');
    expect(await agent.post({ method: 'tasks/get', params: { id } })).toMatchObject({
      result: { id, status: { state: 'completed' } },
    });
    expect(await agent.post({ method: 'tasks/get', params: { id: 'nobody' } })).toMatchObject({
      error: { code: -32001 },
    });
  });

  it('ends the program before it answers a cancel', async () => {
    const { id } = await agent.send('forever', 'cancel', { configuration: { blocking: false } });
    await until(() => agent.starts().includes('forever'));
    expect(agent.isRunning('cancel')).toBe(true);
    expect(await agent.post({ method: 'tasks/cancel', params: { id } })).toMatchObject({
      result: { status: { state: 'canceled' } },
    });
    expect(agent.isRunning('cancel')).toBe(false);
    expect(answerOf(await agent.send('free again', 'after-cancel'))).toBe('echo free again');
  });

  it('cancels a waiting message without ever starting it', async () => {
    const first = agent.send('hold first', 'holder');
    await until(() => agent.starts().includes('hold first'));
    const { id } = await agent.send('never started', 'waiting', { configuration: { blocking: false } });
    const cancelled = agent.post({ method: 'tasks/cancel', params: { id } });
    agent.release();
    expect(await cancelled).toMatchObject({ result: { status: { state: 'canceled' } } });
    expect(answerOf(await first)).toBe('released');
    expect(agent.starts()).not.toContain('never started');
  });
});

describe('A2A 1.0, with the official client', () => {
  let client: Client;
  const request = (text: string, messageId: string): SendMessageRequest => ({
    tenant: '',
    message: {
      messageId,
      contextId: 'one',
      taskId: '',
      role: Role.ROLE_USER,
      parts: [{ content: { $case: 'text', value: text }, mediaType: 'text/plain', filename: '', metadata: undefined }],
      metadata: undefined,
      extensions: [],
      referenceTaskIds: [],
    },
    configuration: undefined,
    metadata: undefined,
  });

  beforeAll(async () => {
    client = await new ClientFactory().createFromUrl(`${agent.url}.well-known/agent-card.json`, '');
  });

  it('sends, gets and lists', async () => {
    const task = (await client.sendMessage(request('modern', 'v1-send'))) as Task;
    expect(task.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
    expect(task.artifacts[0]?.parts[0]?.content).toEqual({ $case: 'text', value: 'echo modern' });
    expect((await client.getTask({ tenant: '', id: task.id })).contextId).toBe('one');
    const list = await client.listTasks({
      tenant: '',
      contextId: 'one',
      status: 0,
      pageToken: '',
      statusTimestampAfter: undefined,
    });
    expect(list.tasks.map(({ id }) => id)).toContain(task.id);
  });

  it('streams and cancels', async () => {
    const kinds: (string | undefined)[] = [];
    let state: TaskState | undefined;
    for await (const { payload } of client.sendMessageStream(request('forever', 'v1-stream'))) {
      kinds.push(payload?.$case);
      if (payload?.$case === 'task') void client.cancelTask({ tenant: '', id: payload.value.id, metadata: undefined });
      if (payload?.$case === 'statusUpdate') state = payload.value.status?.state;
    }
    expect(kinds).toEqual(['task', 'statusUpdate']);
    expect(state).toBe(TaskState.TASK_STATE_CANCELED);
  });
});
