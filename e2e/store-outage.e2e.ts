import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Installation, until, type ServerStores } from '@guildhall/testing';
import { Mirror } from './harness/mirror.ts';

const isServer = process.env['GUILDHALL_E2E_STORES'] === 'server';
/** Longer than every wait of the adapters before they refuse. */
const awayMs = 12_000;

describe('unreachable stores', { skip: isServer ? false : 'embedded mode has no servers' }, () => {
  let installation: Installation;
  let stores: ServerStores;
  let mirror: Mirror;
  const acknowledged: string[] = [];

  before(async () => {
    installation = await Installation.started({ GUILDHALL_BACKEND: 'off' });
    assert.ok(installation.stores);
    stores = installation.stores;
    mirror = new Mirror(installation);
    await mirror.started();
  });
  after(async () => {
    mirror?.close();
    await installation?.remove();
  });

  const create = async (name: string): Promise<{ status: number; retryAfter: string | null }> => {
    const answer = await installation.request(
      'POST',
      '/workspaces',
      { name, external: true },
      { 'idempotency-key': name.replaceAll(' ', '-'), connection: 'close' },
    );
    if (answer.status < 300) acknowledged.push(name);
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
  };

  /** Repeats a command under one key until it succeeds, as a careful client does. */
  const done = (name: string): Promise<unknown> =>
    until(`"${name}" to be done`, async () => [201, 409].includes((await create(name)).status), {
      timeoutMs: 40_000,
      everyMs: 200,
    });

  const nothingIsLost = async (): Promise<void> => {
    type Head = { position: string; graph: { workspaces: { name: string }[] } };
    const head = await until('every acknowledged command to be in the graph', async () => {
      const { body } = await installation.request<Head>('GET', '/history/state');
      const there = new Set(body.graph?.workspaces.map(({ name }) => name));
      return acknowledged.every((name) => there.has(name)) && body;
    });
    const names = head.graph.workspaces.map(({ name }) => name).sort();
    assert.deepEqual(names, [...new Set(acknowledged)].sort(), 'each acknowledged command is there once');
    await until('the live feed to be at the head', () => mirror.position >= head.position, { timeoutMs: 30_000 });
    assert.deepEqual(
      mirror
        .graph()
        .workspaces.map(({ name }) => name)
        .sort(),
      names,
    );
    await until(
      'the views to be at the head',
      async () => (await installation.request('GET', `/organisation?min_position=${head.position}`)).status === 200,
      { timeoutMs: 30_000 },
    );
    assert.deepEqual(mirror.gaps, []);
  };

  it('event store down: commands are refused with 503, and everything resumes', async () => {
    await done('before');
    await stores.eventStore.kill();
    const { status, retryAfter } = await create('while it is gone');
    assert.deepEqual([status, retryAfter], [503, '1']);
    await delay(awayMs);
    await stores.eventStore.start();
    await done('while it is gone');
    await nothingIsLost();
  });

  it('event store hangs: commands in flight are carried out once', async () => {
    await stores.eventStore.freeze();
    const waiting = [create('one that waits'), create('another that waits')];
    await delay(awayMs);
    await stores.eventStore.thaw();
    await Promise.all(waiting);
    await done('one that waits');
    await done('another that waits');
    await nothingIsLost();
  });

  it('database down: queries are refused with 503, and projections resume', async () => {
    await stores.cutMongo();
    const { status } = await installation.request('GET', '/workspaces', undefined, { connection: 'close' });
    assert.equal(status, 503);
    await delay(awayMs);
    await stores.startMongo();
    await done('after the database was gone');
    await until(
      'the views to come back',
      async () => (await installation.request('GET', '/workspaces')).status === 200,
      {
        timeoutMs: 30_000,
      },
    );
    await nothingIsLost();
  });

  it('no process ends', () => {
    for (const part of ['platform', 'projector'] as const)
      assert.doesNotMatch(installation.output(part), /unhandled|uncaught/i);
    for (const part of ['platform', 'projector'] as const)
      assert.equal(installation.running(part), 2, `a ${part} ended: ${installation.output(part).slice(-4_000)}`);
  });
});
