import { liveLimits } from '@guildhall/contracts';
import { logInWith, until } from '@guildhall/testing';
import { io, type Socket } from 'socket.io-client';
import { PlatformPlace, type External } from '../../testing/platform-place.suite.js';

/** A client of the socket protocol itself, which names no namespace until it is told to. */
class BareSocket {
  readonly received: string[] = [];
  isClosed = false;
  private readonly socket: WebSocket;

  constructor(url: string) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    this.socket.onmessage = ({ data }) => void this.received.push(String(data));
    this.socket.onclose = () => void (this.isClosed = true);
  }

  get isOpen(): boolean {
    return this.received.some((frame) => frame.startsWith('0'));
  }

  send(frame: string): void {
    this.socket.send(frame);
  }

  close(): void {
    this.socket.close();
  }
}

describe('the door of sockets', () => {
  let place: PlatformPlace;
  let own: External;
  const opened: { close(): unknown }[] = [];
  const kept = <Closing extends { close(): unknown }>(socket: Closing): Closing => (opened.push(socket), socket);

  beforeAll(async () => {
    place = await PlatformPlace.started({ GUILDHALL_AGENT_REQUESTS_PER_SECOND: '20' });
    own = await place.external('Own');
  });
  afterEach(() => opened.splice(0).forEach((socket) => socket.close()));
  afterAll(() => place.remove());

  const client = (token: string, namespace = '/live'): Socket =>
    kept(
      io(`${place.url}${namespace}`, {
        auth: { token },
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
      }),
    );
  const outcome = (socket: Socket): Promise<string> =>
    new Promise((resolve) => {
      socket.once('connect', () => resolve('connected'));
      socket.once('connect_error', (error: Error & { data?: { code?: string } }) =>
        resolve(error.data?.code ?? error.message),
      );
    });
  const bare = async (): Promise<BareSocket> => {
    const socket = kept(new BareSocket(place.url));
    await until('the connection', () => socket.isOpen);
    return socket;
  };

  it('opens no namespace without a guard, with or without a credential', async () => {
    expect(await outcome(client(place.adminToken, '/'))).toBe('There is nothing at /.');
    const socket = await bare();
    socket.send('40');
    await until('the refusal', () => socket.received.some((frame) => frame.startsWith('44')));
  });

  it('closes whoever shows no credential in time', async () => {
    const socket = await bare();
    await until('the connection to be closed', () => socket.isClosed, { timeoutMs: 3 * liveLimits.unknownMs });
  });

  it('closes a connection with the last of its sockets', async () => {
    const socket = await bare();
    socket.send(`40/live,${JSON.stringify({ token: own.token })}`);
    await until('the socket', () => socket.received.some((frame) => frame.startsWith('40/live')));
    socket.send('41/live');
    await until('the connection to be closed', () => socket.isClosed);
  });

  it('takes no frame longer than it needs', async () => {
    const socket = await bare();
    socket.send(`40/live,${JSON.stringify({ token: 'x'.repeat(liveLimits.frameBytes) })}`);
    await until('the connection to be closed', () => socket.isClosed);
  });

  it('has room for some who show nothing yet, and no more', async () => {
    const room = liveLimits.unknownSockets / 4;
    const sockets = Array.from({ length: room + 8 }, () => kept(new BareSocket(place.url)));
    await until('all to be let in or refused', () => sockets.every(({ isOpen, isClosed }) => isOpen || isClosed));
    expect(sockets.filter(({ isOpen }) => isOpen).length).toBeLessThanOrEqual(room);
    const extraHeaders = { authorization: `Bearer ${place.adminToken}` };
    const known = kept(io(`${place.url}/live`, { extraHeaders, transports: ['websocket'], forceNew: true }));
    expect(await outcome(known)).toBe('connected');
  });

  it('gives a workspace so many sockets, and takes new ones when old ones close', async () => {
    const { token } = await place.external('Many sockets');
    const sockets = Array.from({ length: liveLimits.ofWorkspace.sockets }, () => client(token));
    expect(new Set(await Promise.all(sockets.map(outcome)))).toEqual(new Set(['connected']));
    expect(await outcome(client(token))).toBe('TOO_MANY_SOCKETS');
    sockets[0]?.close();
    await until('room for another', async () => (await outcome(client(token))) === 'connected');
  });

  it('gives a workspace so many subscriptions over all its sockets', async () => {
    const { id, token } = await place.external('Many subscriptions');
    const scope = { kind: 'workspace', id };
    const answers: { ok: boolean; error?: { code: string } }[] = [];
    for (let opened = 0; opened < 3; opened += 1) {
      const socket = client(token);
      expect(await outcome(socket)).toBe('connected');
      for (let sub = 0; sub < 25; sub += 1)
        answers.push(await socket.emitWithAck('subscribe', { sub: `s${sub}`, scope }));
    }
    expect(answers.filter(({ ok }) => ok)).toHaveLength(liveLimits.ofWorkspace.subscriptions);
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'TOO_MANY_SUBSCRIPTIONS' } });
  });

  it('closes a socket that sends more than its credential may', async () => {
    const { token } = await place.external('Greedy');
    const socket = client(token);
    expect(await outcome(socket)).toBe('connected');
    for (let sent = 0; sent < 2_000; sent += 1) socket.emit('ack', { sub: 's', to: 'x' });
    await until('the socket to be closed', () => !socket.connected);
  });

  it('takes a session only together with the secret of its page', async () => {
    const { body } = await place.ask('POST', '/login-links', {});
    const { cookie, page } = await logInWith(place.url, body['url'] as string);
    const options = { extraHeaders: { cookie }, transports: ['websocket'], forceNew: true, reconnection: false };
    expect(await outcome(kept(io(`${place.url}/live`, options)))).toBe('PAGE_UNKNOWN');
    expect(await outcome(kept(io(`${place.url}/live`, { ...options, auth: { page } })))).toBe('connected');
  });
});
