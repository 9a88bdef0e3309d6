import { MongoNetworkError, MongoServerError } from 'mongodb';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { named } from './classify.js';
import { MongoConnection } from './connection.js';
import { MongoFull, MongoUnavailable, MongoUnusable } from './errors/index.js';

const serverError = (code: number): MongoServerError => new MongoServerError({ message: 'no', code });

describe('errors of the driver', () => {
  it.each([
    ['a lost connection', new MongoNetworkError('reset')],
    ['a primary that steps down', serverError(189)],
    ['a write without a majority in time', serverError(64)],
  ])('%s is unavailability', (_case, error) => {
    expect(named(error, 'here')).toMatchObject({ name: 'MongoUnavailable', cause: error });
    expect(named(error, 'here')).toBeInstanceOf(MongoUnavailable);
  });

  it('report a full disk, and keep unexpected errors as they are', () => {
    expect(named(serverError(14_031), 'here')).toBeInstanceOf(MongoFull);
    const others = [serverError(2), new TypeError('ours')];
    for (const error of others) expect(named(error, 'here')).toBe(error);
  });
});

describe('opening a database', () => {
  const opening = (url: string): Promise<unknown> =>
    MongoConnection.open({ url, database: 'd' }).then(
      () => 'opened',
      (error: unknown) => error,
    );

  const portOf = async (listening: Server): Promise<number> => {
    await once(listening.listen(0, '127.0.0.1'), 'listening');
    return (listening.address() as AddressInfo).port;
  };

  it('names the address where no server listens, without the password', async () => {
    const probe = createServer();
    const port = await portOf(probe);
    await new Promise((resolve) => probe.close(resolve));
    const error = await opening(`mongodb://ada:secret@127.0.0.1:${port}/?serverSelectionTimeoutMS=200`);
    expect(error).toBeInstanceOf(MongoUnusable);
    const { message } = error as Error;
    expect(message).toMatch(`no MongoDB answers at 127.0.0.1:${port} (connect ECONNREFUSED`);
    expect(message).not.toMatch(/secret/);
  });

  it('names an invalid address', async () => {
    const error = await opening('http://127.0.0.1/');
    expect(error).toBeInstanceOf(MongoUnusable);
    expect((error as Error).message).toMatch('MONGODB_URL is not an address of a MongoDB');
  });

  it('gives up on a server that accepts and never answers', async () => {
    const sockets = new Set<{ destroy: () => void }>();
    const silent = createServer((socket) => sockets.add(socket));
    const port = await portOf(silent);
    expect(await opening(`mongodb://127.0.0.1:${port}/?serverSelectionTimeoutMS=200`)).toBeInstanceOf(MongoUnusable);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
});
