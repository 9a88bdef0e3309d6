import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentProcess, removeFolder, temporaryFolder, workspaceId } from './testing/agent-process.suite.js';
import { FakePlatform, type FakeAnswer, type SeenRequest } from './testing/fake-platform.suite.js';

const configPath = `/workspaces/${workspaceId}/config`;
const messagePath = `/workspaces/${workspaceId}/a2a`;

let platform: FakePlatform;
let folder: string;
let agent: AgentProcess | null;

beforeEach(async () => {
  platform = await FakePlatform.start();
  folder = temporaryFolder();
  mkdirSync(join(folder, 'configs'));
  agent = null;
});
afterEach(async () => {
  await agent?.kill('SIGKILL');
  await platform.stop();
  removeFolder(folder);
});

const start = (): void => {
  const env = { WORKSPACE_CONFIG_PATH: join(folder, 'configs') };
  agent = AgentProcess.start({ platform, command: 'cat', stateDir: join(folder, 'state'), env });
};
const write = (name: string, text: string): void => writeFileSync(join(folder, 'configs', name), text);
const answering =
  (data: Record<string, unknown>, message: FakeAnswer = { status: 202, body: { queued: true } }) =>
  ({ path }: SeenRequest): FakeAnswer => {
    if (path === configPath) return { status: 200, body: { data } };
    return path === messagePath ? message : { status: 200, body: { status: 'ok' } };
  };
const mark = (): string => join(folder, 'configs/.initial_prompt_done');
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
};
const messages = (): SeenRequest[] => platform.seen.filter(({ path }) => path === messagePath);
const beats = (): number => platform.seen.filter(({ path }) => path === '/registry/heartbeat').length;

describe('the initial prompt', () => {
  it('is sent to the agent itself, once in its lifetime', async () => {
    write('config.yaml', 'initial_prompt: Read the rules.\n');
    platform.answer = answering({ initial_prompt: 'Read the rules.' });
    start();
    const { body, headers } = await platform.next(messagePath);
    const { message } = body['params'] as { message: Record<string, unknown> };
    expect(message).toMatchObject({ role: 'user', parts: [{ kind: 'text', text: 'Read the rules.' }] });
    expect(headers['authorization']).toBe('Bearer token-of-the-test');
    await until(() => existsSync(mark()));
    await agent?.kill('SIGKILL');
    const before = beats();
    start();
    await until(() => beats() >= before + 3);
    expect(messages()).toHaveLength(1);
  });

  it('is read from a file beside the configuration if that names one', async () => {
    write('config.yaml', 'initial_prompt_file: hello.md\n');
    write('hello.md', 'Hello.');
    platform.answer = answering({ initial_prompt_file: 'hello.md' });
    start();
    expect(JSON.stringify((await platform.next(messagePath)).body)).toContain('"text":"Hello."');
  });

  it('is the same message again if it is unknown whether the first one arrived', async () => {
    write('config.yaml', 'initial_prompt: Hi\n');
    platform.answer = answering({ initial_prompt: 'Hi' }, { status: 503, body: { code: 'X', error: 'later' } });
    start();
    await platform.next(messagePath);
    await until(() => agent?.printed.includes('the initial prompt was not sent') === true);
    await agent?.kill('SIGKILL');
    platform.answer = answering({ initial_prompt: 'Hi' });
    start();
    await until(() => existsSync(mark()));
    const [first, second] = messages().map(({ body }) => body['id']);
    expect(second).toBe(first);
  });

  it('is not requested by an agent that has sent it', async () => {
    write('config.yaml', 'name: Quiet\n');
    start();
    await until(() => beats() >= 2);
    expect(platform.seen.filter(({ path }) => path === configPath || path === messagePath)).toEqual([]);
  });
});
