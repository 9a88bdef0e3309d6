import 'reflect-metadata';
import { errorRegistry, liveNamespace, terminalNamespace, type Json } from '@guildhall/contracts';
import * as liveRequests from '@guildhall/contracts/live/requests';
import * as terminalRequests from '@guildhall/contracts/terminal/requests';
import { until } from '@guildhall/testing';
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { PlatformPlace, type External } from '../platform-place.suite.js';
import { changed, fixedSeed, oddValue } from './changed-json.suite.js';

interface Answer {
  ok: boolean;
  error?: { code: string };
}
interface Taken {
  namespace: string;
  /** Class that the gateway checks a request against. */
  contract: object;
  /** False: no answer is promised. */
  isAnswered?: false;
  valid: (ids: { workspace: string; position: string }) => Json;
}

const session = '0190a0b0-0000-7000-8000-000000000001';
const size = { columns: 80, rows: 24 };

/** Every event that sockets take. */
const taken: Record<string, Taken> = {
  subscribe: {
    namespace: liveNamespace,
    contract: liveRequests.SubscribeRequest,
    valid: ({ workspace, position }) => ({
      sub: 'one',
      scope: { kind: 'workspace', id: workspace },
      from: position,
      foldVersion: 1,
      logId: 'another',
    }),
  },
  unsubscribe: {
    namespace: liveNamespace,
    contract: liveRequests.SubscriptionRequest,
    valid: () => ({ sub: 'one' }),
  },
  ack: {
    namespace: liveNamespace,
    contract: liveRequests.AckRequest,
    isAnswered: false,
    valid: ({ position }) => ({ sub: 'one', to: position }),
  },
  replay: {
    namespace: liveNamespace,
    contract: liveRequests.ReplayRequest,
    valid: ({ position }) => ({ sub: 'one', from: position, to: position, speed: 1_000, idleMs: 1 }),
  },
  'replay:stop': {
    namespace: liveNamespace,
    contract: liveRequests.SubscriptionRequest,
    valid: () => ({ sub: 'one' }),
  },
  open: {
    namespace: terminalNamespace,
    contract: terminalRequests.OpenTerminalRequest,
    valid: ({ workspace }) => ({ workspaceId: workspace, ...size }),
  },
  input: {
    namespace: terminalNamespace,
    contract: terminalRequests.TerminalInputRequest,
    valid: () => ({ session, data: 'ls\n' }),
  },
  resize: {
    namespace: terminalNamespace,
    contract: terminalRequests.ResizeTerminalRequest,
    valid: () => ({ session, ...size }),
  },
  close: {
    namespace: terminalNamespace,
    contract: terminalRequests.CloseTerminalRequest,
    valid: () => ({ session }),
  },
};
/** Part of other requests. */
const parts: object[] = [terminalRequests.TerminalSize];

const brokenFrames = [
  ...['4', '42', '42/live', '42/live,', '42/live,["subscribe"', '42/live,{}', '42/live,["ack",', '42/live,[1,2]', '49'],
  ...[
    '451-["x"]',
    '451-/live,["ack",{"_placeholder":true,"num":9}]',
    '46/live,1["x"]',
    '9',
    '{}',
    '40/live,{',
    '2probe',
  ],
  ...['43/live,99[1]', '42/elsewhere,["x"]', '41/terminal', '\u0000', `42/live,["${'x'.repeat(60_000)}"]`],
];

const codes = new Set(Object.keys(errorRegistry));
const runs = { seed: fixedSeed, numRuns: 250, endOnFailure: true };

/** The platform runs in this process: an error that nothing handles fails the test by itself. */
describe('sockets, whatever is sent', () => {
  const sockets = new Map<string, Socket>();
  let place: PlatformPlace;
  let own: External;
  let position = '';

  beforeAll(async () => {
    place = await PlatformPlace.started({ GUILDHALL_REQUESTS_PER_SECOND: '1000000' });
    own = await place.external('Own');
    position = String((await place.ask('GET', '/history/state')).body['position']);
  });
  afterEach(() => sockets.forEach((socket) => socket.close()));
  afterAll(async () => {
    await place.remove();
  });

  const connected = async (namespace: string): Promise<Socket> => {
    const present = sockets.get(namespace);
    if (present?.connected === true) return present;
    const options = { auth: { token: place.adminToken }, transports: ['websocket'], forceNew: true };
    const socket = io(`${place.url}${namespace}`, { ...options, reconnection: false });
    sockets.set(namespace, socket);
    await until('the connection', () => socket.connected);
    return socket;
  };
  /** The answer, or why the connection was closed instead. */
  const outcomeOf = (socket: Socket, event: string, sent: readonly unknown[]): Promise<Answer | string> =>
    new Promise((resolve) => {
      socket.once('disconnect', resolve);
      socket.emit(event, ...sent, (answer: Answer) => {
        socket.off('disconnect', resolve);
        resolve(answer);
      });
    });
  const mustReply = (outcome: Answer | string): void => {
    if (typeof outcome === 'string' || outcome.ok) return;
    expect(codes).toContain(outcome.error?.code);
    expect(outcome.error?.code).not.toBe('INTERNAL');
  };
  const mustServe = async (): Promise<void> => {
    expect((await place.ask('GET', '/history/state')).status).toBe(200);
  };

  it('take requests of every class that is declared for them', () => {
    const declared = [...Object.values(liveRequests), ...Object.values(terminalRequests)];
    const known = new Set([...Object.values(taken).map(({ contract }) => contract), ...parts]);
    expect(declared.filter((contract) => !known.has(contract))).toEqual([]);
  });

  describe.each(Object.entries(taken))('%s', (event, { namespace, isAnswered = true, valid }) => {
    const request = (): Json => valid({ workspace: own.id, position });
    const send = async (...sent: unknown[]): Promise<void> => {
      const socket = await connected(namespace);
      if (isAnswered) return mustReply(await outcomeOf(socket, event, sent));
      socket.emit(event, ...sent);
      mustReply(await outcomeOf(socket, 'unsubscribe', [{ sub: 'none' }]));
    };

    it('is answered when it is well-formed', async () => {
      const socket = await connected(namespace);
      const outcome = isAnswered ? await outcomeOf(socket, event, [request()]) : { ok: true };
      if (namespace === liveNamespace) expect(outcome).toEqual({ ok: true });
      else
        expect(outcome).toMatchObject({
          ok: false,
          error: { code: expect.stringMatching(/^(TERMINAL|RUNTIME|BACKEND|AGENT)_/) },
        });
    });

    it('is answered with a code, or its connection is closed, when it is not', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof({ weight: 4, arbitrary: fc.constant(null).chain(() => changed(request())) }, oddValue),
          (sent) => send(sent),
        ),
        runs,
      );
      for (const sent of [
        [],
        [request(), request()],
        [Buffer.from('{}')],
        [{ sub: Buffer.from('one') }],
        [new Date(0)],
      ])
        await send(...sent);
      await mustServe();
    });
  });

  it('answer or close a connection whose frames are none of their protocol', async () => {
    const hello = `40/live,${JSON.stringify({ token: place.adminToken })}`;
    const question = '42/live,7["unsubscribe",{"sub":"none"}]';
    const outcomes = await Promise.all(
      brokenFrames.map(async (frame) => {
        const received: string[] = [];
        const socket = new WebSocket(`${place.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
        socket.onmessage = ({ data }) => void received.push(String(data));
        const has = (start: string): boolean => received.some((text) => text.startsWith(start));
        await until('the connection', () => socket.readyState === WebSocket.OPEN);
        socket.send(hello);
        await until('its socket', () => has('40/live'));
        socket.send(frame);
        socket.send(question);
        await until(`an end of ${frame}`, () => has('43/live,7') || socket.readyState === WebSocket.CLOSED);
        socket.close();
        return has('43/live,7') ? 'answered' : 'closed';
      }),
    );
    expect(new Set(outcomes)).toEqual(new Set(['answered', 'closed']));
    await mustServe();
  });
});
