import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { pieceOf, unframedOutput } from './container-output.js';
import { EngineEvents, type ContainerEvent } from './engine-events.js';
import { Engine, sentenceOf } from './engine.js';
import { Installation } from '../installation.js';

describe('an engine', () => {
  it('that is not there does not answer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guildhall-no-engine-'));
    const engine = new Engine({ socketPath: join(folder, 'docker.sock') });
    await expect(engine.call((docker) => docker.ping())).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      passing: true,
      cause: { status: 503 },
    });
    rmSync(folder, { recursive: true });
  });

  it('is given up after the limit, and its refusals keep status and sentence', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/_ping') return;
      response.writeHead(409, { 'content-type': 'application/json' }).end('{"message":"it is in use"}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const engine = new Engine({ host: '127.0.0.1', port, protocol: 'http' });
    const waiting = engine.call((docker) => docker.ping(), { limitMs: 50 });
    await expect(waiting).rejects.toMatchObject({ message: expect.stringContaining('no answer within 0.05 s') });
    const refused = await engine.call((docker) => docker.getVolume('x').remove()).catch((error: unknown) => error);
    expect(refused).toMatchObject({ statusCode: 409 });
    expect(sentenceOf(refused)).toBe('it is in use');
    expect(await engine.call((docker) => docker.getVolume('x').remove(), { tolerate: [409] })).toBeNull();
    server.closeAllConnections();
    server.close();
  });
});

describe('the connections of an engine', () => {
  it('are printed as one word, because the client prints them for every request', () => {
    const { agent } = new Engine({ host: '127.0.0.1', port: 1, protocol: 'http' }).docker.modem as { agent?: object };
    expect(inspect(agent, { showHidden: true, depth: null })).toBe('EngineConnections');
  });
});

describe('the events of an engine', () => {
  it('are received up to the cut, even inside a line, and start again', async () => {
    const died = { Action: 'die', Actor: { ID: 'c', Attributes: { exitCode: '1' } } };
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify(died)}\nnull\n{"Action":"die","Act`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const heard: ContainerEvent[] = [];
    let joins = 0;
    const engine = new Engine({ host: '127.0.0.1', port, protocol: 'http' });
    await new Promise<void>((resolve) => {
      const joined = (): void => {
        joins += 1;
        if (joins === 2) resolve();
      };
      const events = new EngineEvents(engine, new Installation('one'), (event) => heard.push(event), joined);
      events.open();
      server.once('close', () => events.close());
    });
    expect(heard[0]).toEqual({ action: 'die', containerId: 'c', attributes: { exitCode: '1' } });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('the output of a container', () => {
  const framed = (stream: number, text: string): Buffer => {
    const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
    header.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([header, Buffer.from(text)]);
  };
  const frames = Buffer.concat([framed(1, 'one '), framed(2, 'err '), framed(1, 'twö')]);

  it('is taken out of its frames, together or one stream of it', () => {
    expect(unframedOutput(frames).toString()).toBe('one err twö');
    expect(unframedOutput(frames, 1).toString()).toBe('one twö');
    expect(unframedOutput(frames, 2).toString()).toBe('err ');
    expect(unframedOutput(frames.subarray(0, -1), 1).length).toBe('one twö'.length);
    expect(unframedOutput(Buffer.alloc(0)).length).toBe(0);
  });

  it.each([
    [0, 4, 0, 4, '0123'],
    [8, 4, 8, 10, '89'],
    [-3, 9, 7, 10, '789'],
    [-99, 2, 0, 2, '01'],
    [99, 4, 10, 10, ''],
  ])('from %i at most %i bytes', (after, limit, from, to, text) => {
    expect(pieceOf(Buffer.from('0123456789'), after, limit)).toEqual({ from, to, text });
  });
});
