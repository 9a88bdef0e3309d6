import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { A2aAgent, answerOf, reasonOf, type LegacyTask } from './testing/a2a-agent.suite.js';
import { token, workspaceId } from './testing/agent-process.suite.js';

let agent: A2aAgent;

beforeAll(async () => {
  agent = await A2aAgent.started();
});
afterAll(() => agent.remove());

describe('failures with a reason', () => {
  it.each([
    ['fail reason', 'failed', /^The program ended with exit code 3\.\nno reason \[token\]$/],
    ['binary', 'failed', /not UTF-8 text/],
    ['huge', 'failed', /more than 1048576 bytes/],
  ])('%s', async (text, state, reason) => {
    const task = await agent.send(text, text);
    expect(task.status.state).toBe(state);
    expect(reasonOf(task)).toMatch(reason);
  });

  it('reports that a program printed nothing', async () => {
    const task = await agent.send('silent', 'silent');
    expect(task.status.state).toBe('completed');
    expect(answerOf(task)).toBe('(The program printed nothing.)');
  });

  it.each([
    ['a file', { kind: 'file', file: { bytes: 'aGk=', mimeType: 'text/plain' } }, -32005],
    ['no object', 'text', -32602],
  ])('refuses %s as a part', async (_name, part, code) => {
    const body = await agent.post({
      method: 'message/send',
      params: { message: { messageId: 'bad-part', parts: [part] } },
    });
    expect(body).toMatchObject({ error: { code } });
  });

  it.each([
    ['[]', 400],
    ['{', 400],
    [`"${'x'.repeat(2_100_000)}"`, 413],
  ])('refuses the body %#', async (body, status) => {
    const response = await fetch(agent.url, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
  });
});

describe('access to the agent', () => {
  it('shows a public card that points to the platform and hides the secret path', async () => {
    for (const path of ['/.well-known/agent-card.json', '/.well-known/agent.json']) {
      const text = await (await fetch(new URL(path, agent.url))).text();
      expect(JSON.parse(text)).toMatchObject({
        url: `${agent.platform.url}/workspaces/${workspaceId}/a2a`,
        capabilities: { streaming: true },
      });
      expect(text).not.toContain(new URL(agent.url).pathname.split('/')[1]);
    }
  });

  it('refuses calls without the secret path', async () => {
    for (const path of ['/', '/a2a', '/guessed/']) {
      const response = await fetch(new URL(path, agent.url), { method: 'POST', body: '{}' });
      expect([403, 404]).toContain(response.status);
    }
  });

  it('registers with its token, and gives the program only the listed environment', async () => {
    expect(agent.platform.seen[0]?.headers['authorization']).toBe(`Bearer ${token}`);
    const answer = await agent.post(
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
