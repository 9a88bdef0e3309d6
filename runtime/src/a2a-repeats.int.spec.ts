import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { A2aAgent, answerOf, reasonOf, until, type LegacyTask } from './testing/a2a-agent.suite.js';

let agent: A2aAgent;

beforeAll(async () => {
  agent = await A2aAgent.started();
});
afterAll(() => agent.remove());
beforeEach(() => agent.holdAgain());

describe('a repeated message', () => {
  afterEach(() =>
    expect(agent.starts().filter((line) => line.endsWith('once'))).toHaveLength(
      new Set(agent.starts().filter((line) => line.endsWith('once'))).size,
    ),
  );

  it('is answered from memory, under the same task', async () => {
    const first = await agent.send('quick once', 'twice');
    expect(await agent.send('quick once', 'twice')).toMatchObject({ id: first.id, status: { state: 'completed' } });
  });

  it('joins the running work, by send and by stream', async () => {
    const message = { messageId: 'joined', parts: [{ text: 'hold once' }] };
    const first = agent.post({ method: 'message/send', params: { message } });
    const second = agent.post({ method: 'message/send', params: { message } });
    await until(() => agent.starts().includes('hold once'));
    const stream = fetch(agent.url, {
      method: 'POST',
      body: JSON.stringify({ method: 'message/stream', params: { message } }),
    });
    const reader = (await stream).body?.getReader();
    await reader?.read();
    agent.release();
    expect(await second).toMatchObject({
      result: { id: ((await first) as unknown as { result: LegacyTask }).result.id },
    });
    let rest = '';
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
      rest += Buffer.from(next.value).toString();
    expect(rest).toContain('released');
  });

  it('is refused if the text differs', async () => {
    await agent.send('a once', 'reused');
    const body = await agent.post({
      method: 'message/send',
      params: { message: { messageId: 'reused', parts: [{ text: 'b once' }] } },
    });
    expect(body).toMatchObject({ error: { code: -32602, message: expect.stringContaining('needs its own') } });
  });

  it('after kill -9 is answered from disk, reported as interrupted if it ran, and run if it only waited', async () => {
    const before = await agent.send('durable once', 'durable');
    const lost = agent.send('forever once', 'lost').catch(() => null);
    await until(() => agent.starts().includes('forever once'));
    const waiting = agent.send('waited once', 'waited').catch(() => null);
    await until(() => agent.notes().includes('waited'));
    await agent.kill('SIGKILL');
    await Promise.all([lost, waiting]);
    expect(agent.isRunning('lost')).toBe(true);
    await agent.start();
    expect(agent.isRunning('lost')).toBe(false);
    expect(answerOf(await agent.send('waited once', 'waited'))).toBe('echo waited once');
    expect(await agent.send('durable once', 'durable')).toEqual({ ...before, history: undefined });
    const interrupted = await agent.send('forever once', 'lost');
    expect(interrupted.status.state).toBe('failed');
    expect(reasonOf(interrupted)).toMatch(/not known how far/);
  });
});
