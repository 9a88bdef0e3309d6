import { databaseForTests, MongoConnection, MongoUnavailable, mongoForTests } from '@guildhall/mongodb';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { openMongoHeartbeats } from './mongo-heartbeats.js';
import { openMongoLeases } from './mongo-leases.js';

const server = mongoForTests();
const target = 'url' in server ? new URL(server.url) : null;

/** A proxy between client and database that can be cut. */
class Cable {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private readonly server = createServer((client) => {
    if (this.isCut) return void client.destroy();
    const onward = connect(Number(target?.port || 27_017), target?.hostname);
    for (const [one, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });

  async open(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    const url = new URL(target ?? 'mongodb://none/');
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    url.searchParams.set('directConnection', 'true');
    return url.href;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}

(target === null ? describe.skip : describe)('while the database is unavailable', () => {
  const cable = new Cable();
  const options = { url: '', database: databaseForTests() };
  const refusals: unknown[] = [];
  const note = (reason: unknown): void => void refusals.push(reason);
  beforeAll(async () => {
    process.on('unhandledRejection', note);
    options.url = await cable.open();
  });
  afterAll(async () => {
    cable.close();
    process.off('unhandledRejection', note);
    const connection = await MongoConnection.open({ ...options, url: target?.href ?? '' });
    await connection.db.dropDatabase();
    await connection.close();
  });

  const until = async <Result>(attempt: () => Promise<Result>): Promise<Result> => {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof MongoUnavailable)) throw error;
      }
    }
  };

  it('every call says so; afterwards leases continue, and no agent has expired that could not send a heartbeat', async () => {
    const leases = await openMongoLeases(options);
    const beats = await openMongoHeartbeats(options);
    const lease = await leases.acquire('a', 'x', 60_000);
    const beat = { key: 'agent', incarnation: 1, ttlMs: 200, telemetry: {} };
    await beats.beat(beat);

    cable.cut();
    const uses = [
      leases.current('a'),
      leases.renew(lease!, 60_000),
      beats.beat(beat),
      beats.beat({ ...beat, key: 'b' }),
    ];
    for (const result of await Promise.allSettled([...uses, beats.expired(10)])) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'MongoUnavailable' } });
    }
    cable.mend();

    expect(await until(() => beats.expired(10))).toEqual([]);
    expect((await beats.get('agent'))?.ageMs).toBeGreaterThan(200);
    expect(await until(() => leases.renew(lease!, 60_000))).toBe(true);
    while ((await beats.expired(10)).length === 0) await new Promise(setImmediate);
    expect((await beats.expired(10))[0]?.key).toBe('agent');
    await leases.close();
    await beats.close();
    expect(refusals).toEqual([]);
  }, 20_000);
});
