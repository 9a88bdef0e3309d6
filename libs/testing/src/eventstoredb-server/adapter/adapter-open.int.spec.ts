import { StoreUnavailable } from '@guildhall/event-store';
import { EventStoreUnusable, openEventStoreDb } from '@guildhall/event-store/eventstoredb';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { shortTimes } from './fault-table.suite.js';
import type { EventStoreDbServerOptions } from '../index.js';
import { withServer, type OwnServer } from '../server.suite.js';

const times = { ...shortTimes, open: 10_000 };
const failureOf = (url: string, open = times.open): Promise<unknown> =>
  openEventStoreDb({ url, times: { ...times, open } }).then(
    (store) => store.close(),
    (error: unknown) => error,
  );

describe('opening an event store that cannot be used', () => {
  let own: OwnServer | null = null;
  const start = async (options: Omit<EventStoreDbServerOptions, 'directory'> = {}): Promise<OwnServer> =>
    (own = await withServer(options));
  const listening = async (server: ReturnType<typeof createServer>): Promise<number> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };

  afterEach(async () => {
    await own?.close();
    own = null;
  });

  it('names what is no address', async () => {
    const error = await failureOf('mongodb://127.0.0.1');
    expect(error).toBeInstanceOf(EventStoreUnusable);
    expect(String(error)).toMatch(/EVENTSTORE_URL cannot be used/);
  });

  it('names the user that is refused', async () => {
    const { server } = await start({ credentials: 'ops:secret' });
    const error = await failureOf(server.url.replace('//', '//someone:wrong@'));
    expect(error).toBeInstanceOf(EventStoreUnusable);
    expect(String(error)).toMatch(/refuses the user: check user and password in EVENTSTORE_URL/);
    expect(String(error)).not.toContain('wrong');
  });

  it('names what the user lacks who may not read the log', async () => {
    const { server } = await start({ hidesAll: true });
    const error = await failureOf(server.url);
    expect(error).toBeInstanceOf(EventStoreUnusable);
    expect(String(error)).toMatch(/may not read the log: .*"\$acl"\."\$r" in the metadata of the stream \$all/);
    expect(String(error)).not.toMatch(/password/);
  });

  it('names a version that is too old', async () => {
    const { server } = await start({ version: '22.10.5' });
    const error = await failureOf(server.url);
    expect(error).toBeInstanceOf(EventStoreUnusable);
    expect(String(error)).toMatch(/has version 22\.10\.5: use 23\.10 or later/);
  });

  it('names TLS that is asked of a server without', async () => {
    const { server } = await start();
    const error = await failureOf(server.url.replace('?tls=false', ''));
    expect(error).toBeInstanceOf(EventStoreUnusable);
    expect(String(error)).toMatch(/do not agree about TLS .* tlsCAFile, or use tls=false/);
  });

  it('names TLS that a server wants', async () => {
    const server = createTlsServer();
    const port = await listening(server);
    const error = await failureOf(`esdb://127.0.0.1:${port}?tls=false`);
    server.close();
    expect(error).toBeInstanceOf(EventStoreUnusable);
    expect(String(error)).toMatch(/requires TLS: remove tls=false from EVENTSTORE_URL/);
  });

  it('says that nothing answers, after waiting', async () => {
    const server = createServer();
    const port = await listening(server);
    server.close();
    const error = await failureOf(`esdb://127.0.0.1:${port}?tls=false`, 400);
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toMatch(/no event store answers at 127\.0\.0\.1:\d+ .*check that it runs/);
  });

  it('waits for a node that comes up, is not ready, and then is', async () => {
    const { server } = await start();
    await server.down();
    const opening = openEventStoreDb({ url: server.url, times });
    server.faults.notReady();
    await server.start();
    setImmediate(() => server.faults.heal());
    const store = await opening;
    expect(store.logId).toMatch(/^[0-9a-f-]{36}$/);
    await store.close();
  });

  it('gives a log one identity whichever client is first, and never shows it', async () => {
    const { server } = await start();
    const urls = [server.url, `${server.url}&connectionName=second`, `${server.url}&connectionName=third`];
    const stores = await Promise.all(urls.map((url) => openEventStoreDb({ url, times })));
    expect(new Set(stores.map(({ logId }) => logId)).size).toBe(1);
    const [store] = stores;
    expect(await store?.head()).toEqual({ position: null, ordinal: null });
    expect((await store?.readAll({ limit: 100 }))?.events).toEqual([]);
    await Promise.all(stores.map((one) => one.close()));
  });
});
