import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beatOf, runBeats, statusOf } from './beat-load.js';

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
};

describe('the load of heartbeats', () => {
  it('knows an answer when all of it is there, and its status', () => {
    const answer = 'HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\nContent-Length: 4\r\n\r\n"no"';
    expect(statusOf(Buffer.from(answer))).toBe(401);
    expect(statusOf(Buffer.from(answer.slice(0, -1)))).toBeNull();
    expect(statusOf(Buffer.from(answer.slice(0, 30)))).toBeNull();
  });

  it.each([true, false])('sends whole requests in turn and counts what is refused (awake: %s)', async (awake) => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      void textOf(request).then((text) => {
        seen.push(`${request.headers.authorization} ${text}`);
        const isFirst = request.headers.authorization === 'Bearer one';
        response.writeHead(isFirst ? 200 : 403, { 'content-length': 2 }).write('{');
        setImmediate(() => response.end('}'));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const beats = ['one', 'two'].map((name) => beatOf('host', { workspace_id: name, auth_token: name }));
    const figures = await runBeats(url, beats, { callers: 2, seconds: 0.2, awake });
    server.close();
    const odd = seen.filter((line) => line === 'Bearer two {"workspace_id":"two"}').length;
    const even = seen.filter((line) => line === 'Bearer one {"workspace_id":"one"}').length;
    expect(odd + even).toBe(seen.length);
    expect(Math.abs(odd - even)).toBeLessThanOrEqual(1);
    expect(figures['refused']).toBe(odd);
    expect(odd).toBeGreaterThan(0);
  });
});
