import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import { heartbeatsContract } from '../contract/heartbeats.suite.js';
import { openMongoHeartbeats } from './mongo-heartbeats.js';

const server = mongoForTests();

('url' in server ? describe : describe.skip)('heartbeats in MongoDB', () => {
  const options = { url: 'url' in server ? server.url : '', database: databaseForTests() };
  afterAll(async () => {
    const connection = await MongoConnection.open(options);
    await connection.db.dropDatabase();
    await connection.close();
  });

  heartbeatsContract('MongoDB', () => openMongoHeartbeats(options));

  const until = async (isTrue: () => Promise<boolean>): Promise<void> => {
    while (!(await isTrue())) await new Promise(setImmediate);
  };
  const beatOf = (key: string, ttlMs: number, incarnation = 1) => ({ key, incarnation, ttlMs, telemetry: {} });

  it('are shared: the other platforms see a heartbeat to one of them', async () => {
    const [one, other] = await Promise.all([openMongoHeartbeats(options), openMongoHeartbeats(options)]);
    await one.beat({ ...beatOf('shared', 60_000), telemetry: { 'a.b': { $c: [1, null] } } });
    expect(await other.get('shared')).toMatchObject({ telemetry: { 'a.b': { $c: [1, null] } }, expired: false });
    await one.close();
    await other.close();
  });

  it('expire for a platform that was running, and one lease later for a platform that just started', async () => {
    const there = await openMongoHeartbeats(options);
    await there.beat(beatOf('grace', 300));
    await until(async () => (await there.get('grace'))?.expired === true);
    const come = await openMongoHeartbeats(options);
    expect((await come.expired(1_000)).map(({ key }) => key)).not.toContain('grace');
    expect((await there.expired(1_000)).map(({ key }) => key)).toContain('grace');
    await until(async () => (await come.expired(1_000)).some(({ key }) => key === 'grace'));
    const state = await come.get('grace');
    expect(state?.expired).toBe(true);
    expect(state?.ageMs).toBeGreaterThanOrEqual(600);
    await there.close();
    await come.close();
  });

  it('of one batch are written together, the newest of each agent', async () => {
    const beats = await openMongoHeartbeats(options);
    const all = Array.from({ length: 2_000 }, (_, index) => beats.beat(beatOf(`many-${index % 500}`, 60_000, index)));
    await Promise.all(all);
    for (const index of [0, 250, 499]) expect((await beats.get(`many-${index}`))?.incarnation).toBe(1_500 + index);
    await beats.close();
  });

  it('are written before `close` resolves', async () => {
    const beats = await openMongoHeartbeats(options);
    const last = beats.beat(beatOf('last', 60_000));
    await beats.close();
    await last;
    const again = await openMongoHeartbeats(options);
    expect(await again.get('last')).not.toBeNull();
    await again.close();
  });
});
