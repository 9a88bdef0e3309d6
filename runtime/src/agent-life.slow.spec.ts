import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AgentProcess,
  registeredUrl,
  removeFolder,
  script,
  temporaryFolder,
  workspaceId,
  type AgentStart,
} from './testing/agent-process.suite.js';
import { FakePlatform } from './testing/fake-platform.suite.js';

let platform: FakePlatform;
let folder: string;
const agents: AgentProcess[] = [];

beforeEach(async () => {
  platform = await FakePlatform.start();
  folder = temporaryFolder();
});
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.kill('SIGKILL')));
  await platform.stop();
  removeFolder(folder);
});

const start = (more: Partial<AgentStart> = {}): AgentProcess => {
  const agent = AgentProcess.start({
    platform,
    command: script('process.stdin.pipe(process.stdout)'),
    stateDir: join(folder, 'state'),
    ...more,
  });
  agents.push(agent);
  return agent;
};
const mark = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, 'state/agent.json'), 'utf8')) as Record<string, unknown>;
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
};
const problem = (status: number, code: string, error: string) => () => ({ status, body: { code, error } });

describe('presence at the platform', () => {
  it('registers with id, url and card, then sends heartbeats', async () => {
    start({ env: { GUILDHALL_INCARNATION: '4' } });
    expect((await platform.next('/registry/register')).body).toEqual({
      id: workspaceId,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{24}\/$/),
      agent_card: expect.objectContaining({ name: expect.any(String), skills: expect.any(Array) }),
    });
    expect((await platform.next('/registry/heartbeat')).body).toEqual({
      workspace_id: workspaceId,
      active_tasks: 0,
      current_task: '',
      uptime_seconds: expect.any(Number),
      runtime_metadata: { incarnation: 4, heartbeat_interval_seconds: 0.1 },
    });
  });

  it('waits for a platform that has not started, and registers again after an outage', async () => {
    const { port } = platform;
    await platform.stop();
    const agent = start();
    await until(() => agent.printed.includes('ECONNREFUSED'));
    platform = await FakePlatform.start(port);
    await registeredUrl(platform);
    await platform.stop();
    const before = agent.printed.split('ECONNREFUSED').length;
    await until(() => agent.printed.split('ECONNREFUSED').length > before);
    platform = await FakePlatform.start(port);
    await registeredUrl(platform);
  });

  it.each([
    [401, 'UNAUTHENTICATED', 'The token is not known.'],
    [403, 'FORBIDDEN', 'Not yours.'],
    [409, 'STALE_INCARNATION', 'This agent was replaced by a newer start.'],
    [400, 'AGENT_URL_FORBIDDEN', 'The address is not allowed.'],
  ])("exits with code 3 and the platform's sentence if it is refused with %i", async (status, code, error) => {
    platform.answer = problem(status, code, error);
    const agent = start();
    expect(await agent.exited()).toBe(3);
    expect(agent.printed).toContain(error);
    expect(existsSync(join(folder, 'state/agent.json'))).toBe(false);
  });

  it.each([
    [404, 'WORKSPACE_NOT_FOUND'],
    [410, 'WORKSPACE_REMOVED'],
    [409, 'STALE_INCARNATION'],
  ])('exits with code 3 if a heartbeat is refused with %i', async (status, code) => {
    platform.answer = ({ path }) =>
      path === '/registry/heartbeat' ? problem(status, code, 'Over.')() : { status: 200, body: {} };
    expect(await start().exited()).toBe(3);
  });

  it('continues after a 503 and after a 404 that is not from Guildhall', async () => {
    const answers = [
      { status: 404, body: 'not found' },
      { status: 503, body: { code: 'STORE_UNAVAILABLE', error: 'Later.' } },
    ];
    platform.answer = () => answers.shift() ?? { status: 200, body: {} };
    start();
    await platform.next('/registry/heartbeat');
    expect(platform.seen.filter(({ path }) => path === '/registry/register')).toHaveLength(3);
  });

  it('exits with code 5 if the platform stays unreachable', async () => {
    const agent = start({ args: ['--platform-timeout', '0.4'] });
    await platform.next('/registry/heartbeat');
    await platform.stop();
    expect(await agent.exited()).toBe(5);
    expect(agent.printed).toContain('was unreachable for 0.4 s');
    platform = await FakePlatform.start();
  });
});

describe('one agent per workspace', () => {
  it('writes its identity, for its owner only, and hides the token from the process list', async () => {
    const agent = start({ env: { GUILDHALL_INCARNATION: '2' }, args: ['--token', 'on-the-command-line'] });
    const url = await registeredUrl(platform);
    expect(mark()).toEqual({ pid: agent.child.pid, startedAt: expect.any(String), incarnation: 2, url });
    expect(statSync(join(folder, 'state/agent.json')).mode & 0o077).toBe(0);
    if (process.platform === 'linux')
      expect(readFileSync(`/proc/${agent.child.pid}/cmdline`, 'utf8')).not.toContain('on-the-command-line');
  });

  it('refuses to start beside a running one of the same incarnation', async () => {
    const first = start();
    await registeredUrl(platform);
    const second = start();
    expect(await second.exited()).toBe(4);
    expect(second.printed).toContain(`is already running: process ${first.child.pid}`);
    expect(mark()['pid']).toBe(first.child.pid);
  });

  it('takes over from a running one of an older incarnation', async () => {
    const first = start({ env: { GUILDHALL_INCARNATION: '1' } });
    await registeredUrl(platform);
    const before = platform.seen.length;
    const second = start({ env: { GUILDHALL_INCARNATION: '2' } });
    await registeredUrl(platform, before);
    expect(await first.exited()).toBe(0);
    expect(mark()).toMatchObject({ pid: second.child.pid, incarnation: 2 });
  });

  it('starts after kill -9 of the previous one', async () => {
    const first = start();
    await registeredUrl(platform);
    await first.kill('SIGKILL');
    const before = platform.seen.length;
    const second = start();
    await registeredUrl(platform, before);
    expect(mark()['pid']).toBe(second.child.pid);
  });
});

describe('stopping', () => {
  const send = async (text: string): Promise<string> => {
    const url = await registeredUrl(platform);
    const response = await fetch(url, {
      method: 'POST',
      body: JSON.stringify({ method: 'message/send', params: { message: { parts: [{ text }] } } }),
    });
    return response.text();
  };

  /** Resolves once the agent refuses new calls. */
  const refusing = async (): Promise<void> => {
    const url = await registeredUrl(platform);
    const taken = (): Promise<boolean> =>
      fetch(new URL('/.well-known/agent.json', url), { headers: { connection: 'close' } }).then(
        ({ ok }) => ok,
        () => false,
      );
    while (await taken()) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('lets running work finish, answers it, and exits with 0', async () => {
    const agent = start({
      command: `sh -c 'touch "${folder}/begun"; while [ ! -e "${folder}/go" ]; do sleep 0.01; done; echo finished'`,
    });
    const answer = send('work');
    await until(() => existsSync(join(folder, 'begun')));
    const ended = agent.kill('SIGTERM');
    await refusing();
    writeFileSync(join(folder, 'go'), '');
    expect(await answer).toContain('finished');
    expect(await ended).toBe(0);
    expect(existsSync(join(folder, 'state/agent.json'))).toBe(false);
  });

  it('cancels work that does not end in time', async () => {
    const agent = start({ command: `sh -c 'touch "${folder}/begun"; exec sleep 60'`, args: ['--stop-timeout', '0.2'] });
    const answer = send('work');
    await until(() => existsSync(join(folder, 'begun')));
    expect(await agent.kill('SIGTERM')).toBe(0);
    expect(await answer).toContain('"canceled"');
  });

  it('reports wrong arguments and exits with 2', async () => {
    const agent = start({ command: 'no-such-program' });
    expect(await agent.exited()).toBe(2);
    expect(agent.printed).toContain('"no-such-program", which is not found');
  });
});
