import { MongoConnection } from './connection.js';
import { MongoUnusable } from './errors/index.js';
import { databaseForTests, mongoForTests } from './server-for-tests.js';

const server = mongoForTests();

('url' in server ? describe : describe.skip)('a MongoDB that answers', () => {
  const url = 'url' in server ? server.url : '';
  const opening = (changed: string): Promise<unknown> =>
    MongoConnection.open({ url: changed, database: databaseForTests() }).then(
      () => 'opened',
      (error: unknown) => error,
    );

  it('refuses a wrong user with a sentence that names address and remedy, not the password', async () => {
    const error = await opening(url.replace(/^mongodb:\/\/([^@]*@)?/, 'mongodb://nobody:wrong-secret@'));
    expect(error).toBeInstanceOf(MongoUnusable);
    const { message } = error as Error;
    expect(message).toMatch(/refuses the user: check user, password and authSource/);
    expect(message).not.toMatch(/wrong-secret/);
  });

  it('is recognised if it does not use TLS', async () => {
    const error = await opening(`${url}${url.includes('?') ? '&' : url.endsWith('/') ? '?' : '/?'}tls=true`);
    expect(error).toBeInstanceOf(MongoUnusable);
    expect((error as Error).message).toMatch(/do not agree about TLS/);
  });

  it('is used through one client by all connections with its address, until the last of them closes', async () => {
    const options = { url, database: databaseForTests() };
    const one = await MongoConnection.open(options);
    const other = await MongoConnection.open(options);
    await one.close();
    await one.close();
    expect(await other.serverTime()).toBeInstanceOf(Date);
    await expect(one.serverTime()).rejects.toThrow('closed');
    await other.close();
    await expect(other.serverTime()).rejects.toThrow('closed');
  });
});
