import { ApiError, UnreachableError } from './api-error.js';
import { createConnection } from './connection.js';

interface Call {
  url: string;
  init: RequestInit;
}
type Reply = Response | Error;

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

/** A connection whose network answers with these, one after the other. */
const connected = (...replies: Reply[]) => {
  const calls: Call[] = [];
  const waits: number[] = [];
  const connection = createConnection({
    baseUrl: 'http://platform/',
    token: 'secret',
    wait: async (ms) => void waits.push(ms),
    fetch: async (url, init) => {
      calls.push({ url: String(url), init: init ?? {} });
      const reply = replies.shift();
      if (reply === undefined) throw new Error('no reply was prepared');
      if (reply instanceof Error) throw reply;
      return reply;
    },
  });
  return { connection, calls, waits };
};
const headersOf = (call: Call | undefined) => call?.init.headers as Record<string, string>;

describe('connection', () => {
  it('gives position and etag of a command and sends a key of its own', async () => {
    const { connection, calls } = connected(json({ id: '1' }, 201, { 'x-position': '0007', etag: '"1.2"' }));
    const answer = await connection.send('POST', '/workspaces', { name: 'A' });
    expect(answer).toEqual({ body: { id: '1' }, position: '0007', etag: '"1.2"' });
    expect(calls[0]?.url).toBe('http://platform/workspaces');
    expect(headersOf(calls[0])['idempotency-key']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
    expect(headersOf(calls[0])['authorization']).toBe('Bearer secret');
  });

  it('repeats a command with the same key when the answer was lost', async () => {
    const { connection, calls, waits } = connected(new TypeError('reset'), new TypeError('reset'), json({}));
    await connection.send('PATCH', '/workspaces/1', { name: 'B' });
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map((call) => headersOf(call)['idempotency-key'])).size).toBe(1);
    expect(waits).toEqual([300, 600]);
  });

  it('gives up on a command after three lost answers', async () => {
    const { connection, calls } = connected(new TypeError('1'), new TypeError('2'), new TypeError('3'), json({}));
    await expect(connection.send('DELETE', '/workspaces/1')).rejects.toBeInstanceOf(UnreachableError);
    expect(calls).toHaveLength(3);
  });

  it('never repeats a command that was answered, even with 503', async () => {
    const busy = json({ error: 'Busy.', code: 'STREAM_BUSY', fix: 'Wait.' }, 503, { 'retry-after': '1' });
    const { connection, calls } = connected(busy);
    await expect(connection.send('POST', '/workspaces', {})).rejects.toMatchObject({ code: 'STREAM_BUSY' });
    expect(calls).toHaveLength(1);
  });

  it('waits as long as a busy platform asks before it queries again', async () => {
    const { connection, calls, waits } = connected(json({}, 503, { 'retry-after': '2' }), json({}, 429), json([1]));
    await expect(connection.get('/workspaces?removed=true', { minPosition: '0009' })).resolves.toEqual([1]);
    expect(waits).toEqual([2000, 1000]);
    expect(calls[0]?.url).toBe('http://platform/workspaces?removed=true');
    expect(headersOf(calls[2])['x-min-position']).toBe('0009');
  });

  it('does not repeat a query whose network failed', async () => {
    const { connection, calls } = connected(new TypeError('refused'));
    await expect(connection.get('/session')).rejects.toBeInstanceOf(UnreachableError);
    expect(calls).toHaveLength(1);
  });

  it('carries the problem of a refusal', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Fields',
      error: 'The request has fields that cannot be accepted.',
      code: 'VALIDATION_FAILED',
      fix: 'Correct them.',
      correlation_id: 'c-1',
      fields: [{ field: 'name', message: 'too long' }],
    };
    const { connection } = connected(json(problem, 400));
    const error = await connection.send('POST', '/workspaces', {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 400,
      code: 'VALIDATION_FAILED',
      correlationId: 'c-1',
      fields: problem.fields,
    });
  });

  it('makes a problem of an answer that is not one', async () => {
    const { connection } = connected(new Response('<html>bad gateway</html>', { status: 502 }));
    await expect(connection.get('/session')).rejects.toMatchObject({ status: 502, code: 'INTERNAL' });
  });
});
