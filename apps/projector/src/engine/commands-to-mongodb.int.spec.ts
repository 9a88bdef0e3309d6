import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { streams, viewNames } from '@guildhall/contracts';
import { openMongoLeases } from '@guildhall/leases/mongodb';
import type { Leases } from '@guildhall/leases';
import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import { openMongoReadStore } from '@guildhall/read-store/mongodb';
import { ViewDirectory, type ReadStore } from '@guildhall/read-store';
import { pino } from 'pino';
import { until } from '../testing/bench.suite.js';
import { ManualPause } from '../testing/manual-pause.suite.js';
import { MemoryBlobs } from '../testing/memory-blobs.suite.js';
import { MemoryLog } from '../testing/memory-log.suite.js';
import { Story } from '../testing/story.suite.js';
import { views } from '../views.js';
import { engineTimes } from './engine-times.js';
import { Engine } from './engine.js';
import { LeaseKeeper } from './lease-keeper.js';

const server = mongoForTests();

/** Everything that is asked of the server, as the driver reports it; its own checks of the server are not among it. */
class Monitored {
  readonly commands: string[] = [];
  private constructor(readonly connection: MongoConnection) {
    connection.db.client.on('commandStarted', ({ commandName }) => this.commands.push(commandName));
  }

  static async open(options: { url: string; database: string }): Promise<Monitored> {
    return new Monitored(await MongoConnection.open(options));
  }

  async during(work: () => Promise<void>): Promise<string[]> {
    const before = this.commands.length;
    await work();
    return this.commands.slice(before);
  }
}

('url' in server ? describe : describe.skip)('commands of a projector to MongoDB', () => {
  const url = new URL('url' in server ? server.url : 'mongodb://none/');
  url.searchParams.set('monitorCommands', 'true');
  const options = { url: url.href, database: databaseForTests() };
  const log = new MemoryLog();
  const story = new Story();
  const time = new ManualPause();
  const stopping = new AbortController();
  let monitored: Monitored;
  let leases: Leases;
  let reads: ReadStore;
  let running: Promise<void>;

  /** What making a workspace with an external agent appends: three events, two of them together. */
  const create = (id: string): void => {
    const before = story.events.length;
    story.created(id);
    log.write(story.events.slice(before));
    story.add(streams.credential(id), 'TokenIssued', {
      credentialId: id,
      kind: 'workspace',
      workspaceId: id,
      incarnation: null,
      name: '',
      prefix: id,
      digest: id,
      expiresAt: null,
    });
    story.renamed(id, 'a name');
    log.write(story.events.slice(before + 1));
  };
  const caughtUp = async (): Promise<void> => {
    const copies = await Promise.all(viewNames.map((view) => new ViewDirectory(reads).activeCollection(view)));
    await until(async () => {
      const places = await reads.places();
      return copies.every((copy) => places.get(copy ?? '')?.ordinal === story.events.length);
    });
  };

  beforeAll(async () => {
    monitored = await Monitored.open(options);
    // Another address, so that what the test reads is not counted.
    reads = await openMongoReadStore({ ...options, url: `${url.href}&appName=test` });
    leases = await openMongoLeases(options);
    create('first');
    const engine = new Engine({
      log,
      blobs: new MemoryBlobs(),
      leases: new LeaseKeeper(leases, 'elsewhere/1/', { ttlMs: 3_600_000, askMs: 1_000, lookMs: 250 }),
      views,
      openReads: () => openMongoReadStore(options),
      logger: pino({ level: 'silent' }),
      times: engineTimes.server,
      pause: time.pause,
    });
    running = engine.run(stopping.signal);
    await until(
      async () =>
        (engine.board.all.size === views.length &&
          [...engine.board.all.values()].every(({ state }) => state === 'running')) ||
        (await time.tick(), false),
    );
    await caughtUp();
    for (let settled = 0; settled < 10; settled += 1) await time.tick();
  });
  afterAll(async () => {
    stopping.abort();
    await running;
    await leases.close();
    await reads.close();
    await monitored.connection.db.dropDatabase();
    await monitored.connection.close();
  });

  it('are fewer than one a second while nothing happens, the lease not counted', async () => {
    const seconds = 20;
    const asked = await monitored.during(async () => {
      for (let tick = 0; tick < seconds; tick += 1) await time.tick();
    });
    expect(asked.length).toBeLessThan(seconds);
  });

  it('are one a second for the lease, held or waited for', async () => {
    const waiting = new LeaseKeeper(leases, 'elsewhere/2/', { ttlMs: 4_000, askMs: 1_000, lookMs: 250 });
    expect(await monitored.during(async () => void (await waiting.tryAcquire()))).toEqual(['aggregate']);
    const held = await leases.acquire('another', 'elsewhere/2/', 60_000);
    if (held === null) throw new Error('the lease was free');
    expect(await monitored.during(async () => void (await leases.renew(held, 60_000)))).toEqual(['update']);
  });

  it('are at most six for one workspace that is made alone', async () => {
    const asked = await monitored.during(async () => {
      create('alone');
      await caughtUp();
    });
    expect(asked).toEqual(expect.arrayContaining(['insert', 'update']));
    expect(asked.length).toBeLessThanOrEqual(6);
  });

  it('are fewer than one for each workspace of many that are made at once', async () => {
    const asked = await monitored.during(async () => {
      for (let each = 0; each < 64; each += 1) create(`many-${each}`);
      await caughtUp();
    });
    expect(asked.length).toBeLessThan(64);
  });
});
