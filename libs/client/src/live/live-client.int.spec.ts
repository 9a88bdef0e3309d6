import type { ClientToServer, EventItem, ServerToClient } from '@guildhall/contracts';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { createLiveClient } from './live-client.js';

/** A server that keeps to the protocol and, now and then, skips a batch, repeats one or cuts the connection. */
class UnreliableServer {
  readonly log: EventItem[] = [];
  readonly http: HttpServer = createServer();
  readonly io = new Server<ClientToServer, ServerToClient>(this.http);
  cuts = 0;
  isCalm = false;
  private sequence = 0;

  constructor() {
    this.io.of('/live').on('connection', (socket) => {
      let cursor = -1;
      const flush = () => {
        if (cursor < 0 || cursor === this.log.length) return;
        const items = this.log.slice(cursor, cursor + 50);
        const frame = {
          sub: 'organisation',
          from: at(cursor),
          to: at(cursor + items.length),
          ordinal: cursor + items.length,
          items,
        };
        cursor += items.length;
        this.sequence += 1;
        if (!this.isCalm && this.sequence % 7 === 0) return;
        socket.emit('events', frame);
        if (!this.isCalm && this.sequence % 5 === 0) socket.emit('events', frame);
        if (!this.isCalm && this.sequence % 11 === 0) {
          this.cuts += 1;
          socket.conn.close();
        }
      };
      socket.on('subscribe', (request, answer) => {
        cursor = request.from === undefined ? this.log.length : Number(request.from);
        const place = { position: at(cursor), ordinal: cursor, foldVersion: 1, logId: 'log' };
        if (request.from === undefined) socket.emit('snapshot', { sub: request.sub, ...place, graph: null });
        answer({ ok: true });
        while (cursor < this.log.length) flush();
      });
      this.flushes.add(flush);
      socket.on('disconnect', () => this.flushes.delete(flush));
    });
  }
  private readonly flushes = new Set<() => void>();

  append(count: number) {
    for (let index = 0; index < count; index += 1) {
      const position = at(this.log.length + 1);
      this.log.push({ position, recordedAt: new Date().toISOString() } as unknown as EventItem);
    }
    this.flushes.forEach((flush) => flush());
  }

  async listen() {
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }
}
const at = (count: number) => String(count).padStart(8, '0');

describe('live client against a real server', () => {
  it('ends with exactly the log, whatever is skipped, repeated or cut', async () => {
    const server = new UnreliableServer();
    const client = createLiveClient({ baseUrl: await server.listen() });
    const positions: string[] = [];
    const heldAtLive: boolean[] = [];
    let base = -1;
    const follows = new Promise<void>((resolve) => {
      client.subscribe(
        { kind: 'organisation' },
        {
          snapshot: (frame) => {
            base = frame.ordinal;
            positions.length = 0;
            resolve();
          },
          events: (frame) => void positions.push(...frame.items.map((item) => item.position)),
          state: (state) => void heldAtLive.push(state.kind !== 'live' || base >= 0),
        },
      );
    });
    await follows;
    await until(
      () => server.cuts >= 3 && server.log.length >= 1_000,
      () => server.append(3),
    );
    server.isCalm = true;
    server.append(1);
    await until(() => positions.length + base === server.log.length);
    client.close();
    await server.io.close();

    expect(positions).toEqual(server.log.slice(base).map((item) => item.position));
    expect(heldAtLive).not.toContain(false);
    expect(server.cuts).toBeGreaterThanOrEqual(3);
  });
});

const until = async (isDone: () => boolean, act: () => void = () => undefined) => {
  while (!isDone()) {
    act();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};
