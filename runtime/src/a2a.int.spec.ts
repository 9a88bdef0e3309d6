import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClientFactory, type Client } from '@a2a-js/sdk/client';
import { Role, TaskState, type SendMessageRequest, type Task } from '@a2a-js/sdk';
import { isAlive } from './state/process-mark.js';
import {
  AgentProcess,
  registeredUrl,
  removeFolder,
  script,
  temporaryFolder,
  token,
  workspaceId,
} from './testing/agent-process.suite.js';
import { FakePlatform } from './testing/fake-platform.suite.js';

/**
 * The program of these tests: it counts its starts in a file, then follows the message.
 * `hold` waits until the file `release` appears in its working directory.
 */
const program = script(`
const fs = require("fs");
const text = fs.readFileSync(0, "utf8");
fs.appendFileSync("started", text + "\\n");
const [verb, rest] = [text.split(" ")[0], text.slice(text.indexOf(" ") + 1)];
if (verb === "fail") { process.stderr.write("no " + rest + " " + process.env.GUILDHALL_WORKSPACE_TOKEN); process.exit(3); }
else if (verb === "binary") process.stdout.write(Buffer.from([0xff, 0xfe, 0x00]));
else if (verb === "huge") process.stdout.write("x".repeat(2000000));
else if (verb === "env") process.stdout.write(JSON.stringify(process.env));
else if (verb === "forever") setInterval(() => {}, 1000);
else if (verb === "hold") { const wait = () => fs.existsSync("release") ? process.stdout.write("released") : setTimeout(wait, 10); wait(); }
else if (verb !== "silent") process.stdout.write("echo " + text);
`);

let platform: FakePlatform;
let folder: string;
let agent: AgentProcess;
let url: string;

const start = async (): Promise<void> => {
  const before = platform.seen.length;
  agent = AgentProcess.start({
    platform,
    command: program,
    stateDir: join(folder, 'state'),
    args: ['--cwd', folder, '--timeout', '10'],
  });
  url = await registeredUrl(platform, before);
};

const post = async (body: unknown, headers: Record<string, string> = {}): Promise<Record<string, never>> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, never>;
};

interface LegacyTask {
  id: string;
  kind: string;
  status: { state: string; message?: { parts: { text: string }[] } };
  artifacts?: { parts: { kind: string; text: string }[] }[];
  metadata?: Record<string, unknown>;
}

const send = async (text: string, messageId: string, extra: Record<string, unknown> = {}): Promise<LegacyTask> =>
  (
    (await post({
      jsonrpc: '2.0',
      id: 1,
      method: 'message/send',
      params: { message: { kind: 'message', role: 'user', messageId, parts: [{ kind: 'text', text }] }, ...extra },
    })) as unknown as { result: LegacyTask }
  ).result;

const answerOf = (task: LegacyTask): string | undefined => task.artifacts?.[0]?.parts[0]?.text;
const reasonOf = (task: LegacyTask): string | undefined => task.status.message?.parts[0]?.text;
const starts = (): string[] =>
  existsSync(join(folder, 'started')) ? readFileSync(join(folder, 'started'), 'utf8').trim().split('\n') : [];
/** Whether the program of a message is running, by the agent's own note. */
const isRunning = (messageId: string): boolean => {
  const lines = readFileSync(join(folder, 'state/messages.jsonl'), 'utf8').trim().split('\n');
  const spawned = lines
    .map((line) => (JSON.parse(line) as { spawned?: { key: string; pid: number; startedAt: string } }).spawned)
    .find((each) => each?.key.endsWith(`\n${messageId}`) === true);
  return spawned !== undefined && isAlive(spawned.pid, spawned.startedAt);
};
const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
};

beforeAll(async () => {
  platform = await FakePlatform.start();
  folder = temporaryFolder();
  await start();
});
afterAll(async () => {
  await agent.kill('SIGTERM');
  await platform.stop();
  removeFolder(folder);
});
beforeEach(() => rmSync(join(folder, 'release'), { force: true }));

describe('A2A 0.3, as the reference system uses it', () => {
  it('answers message/send with a completed task', async () => {
    const task = await send('hello', 'plain');
    expect(task).toMatchObject({ kind: 'task', status: { state: 'completed' }, metadata: { exit_code: 0 } });
    expect(answerOf(task)).toBe('echo hello');
  });

  it('completes a bare body without jsonrpc, id, messageId and role, with parts of a type', async () => {
    const body = await post({
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
    const response = await fetch(url, {
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
    const { id } = await send('again', 'get');
    expect(await post({ method: 'tasks/get', params: { id } })).toMatchObject({
      result: { id, status: { state: 'completed' } },
    });
    expect(await post({ method: 'tasks/get', params: { id: 'nobody' } })).toMatchObject({ error: { code: -32001 } });
  });

  it('ends the program before it answers a cancel', async () => {
    const { id } = await send('forever', 'cancel', { configuration: { blocking: false } });
    await until(() => starts().includes('forever'));
    expect(isRunning('cancel')).toBe(true);
    expect(await post({ method: 'tasks/cancel', params: { id } })).toMatchObject({
      result: { status: { state: 'canceled' } },
    });
    expect(isRunning('cancel')).toBe(false);
    expect(answerOf(await send('free again', 'after-cancel'))).toBe('echo free again');
  });

  it('cancels a waiting message without ever starting it', async () => {
    const first = send('hold first', 'holder');
    await until(() => starts().includes('hold first'));
    const { id } = await send('never started', 'waiting', { configuration: { blocking: false } });
    const cancelled = post({ method: 'tasks/cancel', params: { id } });
    writeFileSync(join(folder, 'release'), '');
    expect(await cancelled).toMatchObject({ result: { status: { state: 'canceled' } } });
    expect(answerOf(await first)).toBe('released');
    expect(starts()).not.toContain('never started');
  });
});

describe('failures with a reason', () => {
  it.each([
    ['fail reason', 'failed', /^The program ended with exit code 3\.\nno reason \[token\]$/],
    ['binary', 'failed', /not UTF-8 text/],
    ['huge', 'failed', /more than 1048576 bytes/],
  ])('%s', async (text, state, reason) => {
    const task = await send(text, text);
    expect(task.status.state).toBe(state);
    expect(reasonOf(task)).toMatch(reason);
  });

  it('reports that a program printed nothing', async () => {
    const task = await send('silent', 'silent');
    expect(task.status.state).toBe('completed');
    expect(answerOf(task)).toBe('(The program printed nothing.)');
  });

  it.each([
    ['a file', { kind: 'file', file: { bytes: 'aGk=', mimeType: 'text/plain' } }, -32005],
    ['no object', 'text', -32602],
  ])('refuses %s as a part', async (_name, part, code) => {
    const body = await post({ method: 'message/send', params: { message: { messageId: 'bad-part', parts: [part] } } });
    expect(body).toMatchObject({ error: { code } });
  });

  it.each([
    ['[]', 400],
    ['{', 400],
    [`"${'x'.repeat(2_100_000)}"`, 413],
  ])('refuses the body %#', async (body, status) => {
    const response = await fetch(url, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
  });
});

describe('access to the agent', () => {
  it('shows a public card that points to the platform and hides the secret path', async () => {
    for (const path of ['/.well-known/agent-card.json', '/.well-known/agent.json']) {
      const text = await (await fetch(new URL(path, url))).text();
      expect(JSON.parse(text)).toMatchObject({
        url: `${platform.url}/workspaces/${workspaceId}/a2a`,
        capabilities: { streaming: true },
      });
      expect(text).not.toContain(new URL(url).pathname.split('/')[1]);
    }
  });

  it('refuses calls without the secret path', async () => {
    for (const path of ['/', '/a2a', '/guessed/']) {
      const response = await fetch(new URL(path, url), { method: 'POST', body: '{}' });
      expect([403, 404]).toContain(response.status);
    }
  });

  it('registers with its token, and gives the program only the listed environment', async () => {
    expect(platform.seen[0]?.headers['authorization']).toBe(`Bearer ${token}`);
    const answer = await post(
      {
        method: 'message/send',
        params: { message: { messageId: 'env', contextId: 'talk', parts: [{ text: 'env' }] } },
      },
      { 'x-guildhall-hop': '2', traceparent: '00-1-2-01' },
    );
    const env = JSON.parse(answerOf((answer as unknown as { result: LegacyTask }).result) ?? '') as Record<
      string,
      string
    >;
    expect(Object.keys(env).sort()).toEqual(
      [
        'GUILDHALL_CONTEXT_ID',
        'GUILDHALL_HOP',
        'GUILDHALL_MESSAGE_ID',
        'GUILDHALL_WORKSPACE_TOKEN',
        'HOME',
        'MOLECULE_URL',
        'PATH',
        'PLATFORM_URL',
        'WORKSPACE_ID',
        'traceparent',
      ].sort(),
    );
    expect(env).toMatchObject({
      GUILDHALL_MESSAGE_ID: 'env',
      GUILDHALL_CONTEXT_ID: 'talk',
      GUILDHALL_HOP: '2',
      traceparent: '00-1-2-01',
    });
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
    client = await new ClientFactory().createFromUrl(`${url}.well-known/agent-card.json`, '');
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

describe('a repeated message', () => {
  afterEach(() =>
    expect(starts().filter((line) => line.endsWith('once'))).toHaveLength(
      new Set(starts().filter((line) => line.endsWith('once'))).size,
    ),
  );

  it('is answered from memory, under the same task', async () => {
    const first = await send('quick once', 'twice');
    expect(await send('quick once', 'twice')).toMatchObject({ id: first.id, status: { state: 'completed' } });
  });

  it('joins the running work, by send and by stream', async () => {
    const message = { messageId: 'joined', parts: [{ text: 'hold once' }] };
    const first = post({ method: 'message/send', params: { message } });
    const second = post({ method: 'message/send', params: { message } });
    await until(() => starts().includes('hold once'));
    const stream = fetch(url, {
      method: 'POST',
      body: JSON.stringify({ method: 'message/stream', params: { message } }),
    });
    const reader = (await stream).body?.getReader();
    await reader?.read();
    writeFileSync(join(folder, 'release'), '');
    expect(await second).toMatchObject({
      result: { id: ((await first) as unknown as { result: LegacyTask }).result.id },
    });
    let rest = '';
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
      rest += Buffer.from(next.value).toString();
    expect(rest).toContain('released');
  });

  it('is refused if the text differs', async () => {
    await send('a once', 'reused');
    const body = await post({
      method: 'message/send',
      params: { message: { messageId: 'reused', parts: [{ text: 'b once' }] } },
    });
    expect(body).toMatchObject({ error: { code: -32602, message: expect.stringContaining('needs its own') } });
  });

  it('after kill -9 is answered from disk, reported as interrupted if it ran, and run if it only waited', async () => {
    const before = await send('durable once', 'durable');
    const lost = send('forever once', 'lost').catch(() => null);
    await until(() => starts().includes('forever once'));
    const waiting = send('waited once', 'waited').catch(() => null);
    await until(() => readFileSync(join(folder, 'state/messages.jsonl'), 'utf8').includes('waited'));
    await agent.kill('SIGKILL');
    await Promise.all([lost, waiting]);
    expect(isRunning('lost')).toBe(true);
    await start();
    expect(isRunning('lost')).toBe(false);
    expect(answerOf(await send('waited once', 'waited'))).toBe('echo waited once');
    expect(await send('durable once', 'durable')).toEqual({ ...before, history: undefined });
    const interrupted = await send('forever once', 'lost');
    expect(interrupted.status.state).toBe('failed');
    expect(reasonOf(interrupted)).toMatch(/not known how far/);
  });
});
