import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { run, type Outcome } from './testing/demo-agent.suite.js';
import { FakePlatform } from './testing/fake-platform.suite.js';

describe('front desk', () => {
  const self = 'desk';
  const peer = (id: string, name: string, parent = self): object => ({
    id,
    name,
    role: '',
    parent_id: parent,
    status: 'online',
  });
  const everybody = [
    peer('w', 'Word counter'),
    peer('c', 'CSV summariser'),
    peer('l', 'Link checker'),
    peer('u', 'Unit converter'),
    peer('x', 'Sibling', 'root'),
  ];
  let platform: FakePlatform;
  let reply: { status: number; body: unknown };
  let peers: object[];

  beforeAll(async () => {
    platform = await FakePlatform.start();
    platform.answer = ({ path }) => (path === `/registry/${self}/peers` ? { status: 200, body: peers } : reply);
  });
  afterAll(() => platform.stop());
  beforeEach(() => {
    peers = everybody;
    platform.seen.length = 0;
    reply = {
      status: 200,
      body: {
        result: {
          kind: 'task',
          status: { state: 'completed' },
          artifacts: [{ parts: [{ kind: 'text', text: 'the answer' }] }],
        },
      },
    };
  });

  const ask = (text: string): Promise<Outcome> =>
    run('front-desk', text, {
      env: {
        WORKSPACE_ID: self,
        PLATFORM_URL: platform.url,
        GUILDHALL_WORKSPACE_TOKEN: 'desk-token',
        GUILDHALL_MESSAGE_ID: 'm1',
        GUILDHALL_CONTEXT_ID: 'talk',
        GUILDHALL_HOP: '1',
        traceparent: '00-1-2-01',
      },
    });

  it.each([
    ['12 km in miles', 'u', '12 km in miles'],
    ['convert 5 kg to lb', 'u', 'convert 5 kg to lb'],
    ['count the words: to be or not', 'w', 'to be or not'],
    ['check the links in docs', 'l', 'check the links in docs'],
    ['a,b\n1,2', 'c', 'a,b\n1,2'],
    ['Summarise this table:\na;b\n1;2', 'c', 'a;b\n1;2'],
    ['word counter: convert links in a table', 'w', 'convert links in a table'],
  ])('passes %j on', async (text, id, handedOver) => {
    const { code, out } = await ask(text);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^\*\*.+\*\* answers:\n\nthe answer$/) });
    const sent = platform.seen[1];
    expect(sent?.path).toBe(`/workspaces/${id}/a2a`);
    expect(sent?.body).toMatchObject({
      jsonrpc: '2.0',
      method: 'message/send',
      params: { message: { contextId: 'talk', parts: [{ kind: 'text', text: handedOver }] } },
    });
    expect(sent?.headers).toMatchObject({
      authorization: 'Bearer desk-token',
      'x-workspace-id': self,
      'x-guildhall-hop': '1',
      traceparent: '00-1-2-01',
      'idempotency-key': `m1-${id}`,
    });
  });

  it('lists the tasks of its own reports if none matches', async () => {
    const { code, out } = await ask('good morning');
    expect(code).toBe(0);
    expect(out).toContain('count words');
    expect(out).not.toContain('Sibling');
    expect(platform.seen).toHaveLength(1);
  });

  it('reports that the right colleague is missing', async () => {
    peers = [];
    expect(await ask('12 km in miles')).toMatchObject({
      code: 0,
      out: expect.stringContaining('nobody of that name reports to me'),
    });
  });

  it('reports that the message is only queued', async () => {
    reply = { status: 202, body: { queued: true, queue_depth: 3 } };
    expect(await ask('12 km in miles')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/waits in its mailbox,.* not here\. 3 messages wait there\.$/),
    });
  });

  it('reports that the colleague did not finish in time', async () => {
    reply = { status: 202, body: { queued: false, status: 'working' } };
    expect(await ask('12 km in miles')).toMatchObject({
      code: 0,
      out: expect.stringContaining('is still working on it'),
    });
  });

  it.each([
    [
      {
        status: 200,
        body: { result: { status: { state: 'failed', message: { parts: [{ text: 'no such unit' }] } } } },
      },
      'Unit converter could not answer: no such unit',
    ],
    [{ status: 200, body: { error: { code: -32603, message: 'broken' } } }, 'Unit converter could not answer: broken'],
    [
      { status: 403, body: { error: 'The organisation chart does not let you.' } },
      'The organisation chart does not let you.',
    ],
    [
      { status: 409, body: { error: 'The work has passed through 9 agents.' } },
      'The work has passed through 9 agents.',
    ],
  ])('fails with the reason of the colleague %#', async (answer, reason) => {
    reply = answer;
    expect(await ask('12 km in miles')).toMatchObject({ code: 1, out: '', err: reason });
  });

  it('reports that it needs a workspace', async () => {
    expect(await run('front-desk', 'hello')).toMatchObject({
      code: 1,
      err: expect.stringContaining('inside of a Guildhall workspace'),
    });
  });
});
