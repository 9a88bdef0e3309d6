import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ExitEvents, startOf, until } from '../../../backend-port/agent-place.suite.js';
import type { DockerBackend } from '../docker-backend.js';
import { Engine } from '../engine/engine.js';
import { PrivateNetwork } from '../engine/private-network.js';
import { Installation } from '../installation.js';
import { CutEngine } from './cut-engine.suite.js';
import { describeWithEngine, EnginePlace } from './engine-place.suite.js';

describeWithEngine('an engine that goes away', () => {
  let place: EnginePlace;
  let way: CutEngine;
  let backend: DockerBackend;

  beforeAll(async () => {
    place = await EnginePlace.prepare();
  });
  beforeEach(async () => {
    way = new CutEngine();
    await way.mend();
    backend = place.open({ engine: { socketPath: way.socketPath } });
  });
  afterEach(async () => {
    await backend.close();
    way.close();
  });
  afterAll(async () => {
    await place.clear();
    await place.platform.close();
  });

  const containersOf = (workspaceId: string) =>
    place.docker.listContainers({ all: true, filters: place.at.filter({ 'guildhall.workspace': workspaceId }) });

  it('is named by check, and answers again when it is back', async () => {
    expect(await backend.check()).toBeNull();
    way.cut();
    expect(await backend.check()).toMatch(/^The container engine does not answer: .*ENOENT/);
    await way.mend();
    expect(await backend.check()).toBeNull();
  });

  it('that takes connections and says nothing counts as gone after two seconds', async () => {
    way.silence();
    const asked = performance.now();
    expect(await backend.check()).toBe('The container engine does not answer: no answer within 2 s.');
    expect(performance.now() - asked).toBeLessThan(4_000);
  });

  it('fails every operation as something that passes', async () => {
    const start = startOf(1);
    way.cut();
    const operations = [
      () => backend.start(start),
      () => backend.running(),
      () => backend.stop(start.workspaceId),
      () => backend.purge(start.workspaceId),
      () => backend.output(start.workspaceId, 0, 10),
      () => backend.addressOf(start.workspaceId),
      () => backend.gateway(),
      () => backend.run(start.workspaceId, [], Buffer.alloc(0)),
      () => backend.openTerminal(start.workspaceId, { columns: 80, rows: 24 }),
    ];
    for (const operation of operations)
      await expect(operation()).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE', passing: true });
    expect(await backend.hasImage()).toBe(false);
  });

  it('tells afterwards what ended meanwhile, once', async () => {
    const exits = new ExitEvents(backend);
    const [ended, alive] = [startOf(1), startOf(1)];
    const { handle } = await backend.start(ended);
    await backend.start(alive);
    await place.platform.arrival(ended.token);
    way.cut();
    await place.kill(handle);
    expect(exits.of(ended.workspaceId, 1)).toEqual([]);
    await way.mend();
    expect(await exits.first(ended.workspaceId, 1)).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
    await backend.running();
    expect(exits.of(ended.workspaceId, 1)).toHaveLength(1);
    expect(exits.of(alive.workspaceId, 1)).toEqual([]);
    const { handle: other } = await backend.start(alive);
    await place.kill(other);
    expect(await exits.first(alive.workspaceId, 1)).toMatchObject({ signal: 'SIGKILL' });
  });

  it('tells of no end of what was started while it was asked what runs, and later of the real one', async () => {
    const list = way.holdAnswerTo(/GET \/containers\/json/);
    const asking = backend.running();
    await list.reached;
    const exits = new ExitEvents(backend);
    const start = startOf(1);
    const { handle } = await backend.start(start);
    list.release();
    await asking;
    expect(exits.of(start.workspaceId, 1)).toEqual([]);
    await place.kill(handle);
    expect(await exits.first(start.workspaceId, 1)).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
  });

  it('ends an open terminal, and none is stuck: the next one is there when the engine is back', async () => {
    const start = startOf(1);
    await backend.start(start);
    const ends: (number | null)[] = [];
    const terminal = await backend.openTerminal(start.workspaceId, { columns: 80, rows: 24 });
    terminal.onEnd((exitCode) => void ends.push(exitCode));
    terminal.onOutput(() => undefined);
    way.cut();
    await until(
      () => ends,
      (all) => all.length > 0,
    );
    expect(ends).toEqual([null]);
    terminal.write('late');
    terminal.resize({ columns: 90, rows: 30 });
    terminal.close();
    await way.mend();
    const next = await backend.openTerminal(start.workspaceId, { columns: 80, rows: 24 });
    let shown = '';
    next.onOutput((output) => (shown += output.toString()));
    next.write('echo he""re\r');
    await until(
      () => shown,
      (text) => text.includes('here'),
    );
    next.close();
    expect(ends).toEqual([null]);
  });

  it('tells of no end of what somebody paused, and of the end that comes after it', async () => {
    const exits = new ExitEvents(backend);
    const start = startOf(1);
    const { handle } = await backend.start(start);
    const paused = place.docker.getContainer(place.at.agent(start.workspaceId));
    await paused.pause();
    await backend.running();
    expect(exits.of(start.workspaceId, 1)).toEqual([]);
    await paused.unpause();
    await place.kill(handle);
    expect(await exits.first(start.workspaceId, 1)).toMatchObject({ exitCode: 137 });
  });

  describe.each([
    ['making the container', /POST \/containers\/create/],
    ['handing over the token', /PUT \/containers\/[^ ]+\/archive/],
    ['starting it', /POST \/containers\/[^ ]+\/start/],
    ['ending the one before', /POST \/containers\/[^ ]+\/stop/],
    ['taking away the one before', /DELETE \/containers\/[^ ]+/],
  ])('while %s', (name, request) => {
    it.each(['before', 'after'] as const)(
      'and is cut %s it has done so: the next try ends with one agent',
      async (when) => {
        const older = startOf(1);
        const { workspaceId } = older;
        if (name.includes('one before')) await backend.start(older);
        way.cutOnceAt(request, when);
        const newer = { ...older, incarnation: 2, token: startOf(2).token };
        const starting = await backend.start(newer).catch((error: unknown) => error);
        expect(starting).toMatchObject({ code: 'ENGINE_UNREACHABLE', passing: true });
        await way.mend();
        const fresh = place.open({ engine: { socketPath: way.socketPath } });
        const again = { ...newer, token: startOf(2).token };
        const { adopted } = await fresh.start(again);
        await place.platform.arrival(adopted ? newer.token : again.token);
        const agents = (await containersOf(workspaceId)).filter(({ Labels }) => Labels['guildhall.role'] === 'agent');
        expect(agents).toMatchObject([{ State: 'running', Labels: { 'guildhall.incarnation': '2' } }]);
        await fresh.purge(workspaceId);
        expect(await containersOf(workspaceId)).toEqual([]);
        await fresh.close();
      },
    );
  });

  it.each(['before', 'after'] as const)('while making the network, cut %s it has done so, makes one', async (when) => {
    const at = new Installation(`test-${randomUUID()}`);
    const network = new PrivateNetwork(new Engine({ socketPath: way.socketPath }), at);
    way.cutOnceAt(/POST \/networks\/create/, when);
    await expect(network.gateway()).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
    await way.mend();
    expect(await network.gateway()).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(await place.docker.listNetworks({ filters: at.filter() })).toHaveLength(1);
    await network.remove();
    expect(await place.docker.listNetworks({ filters: at.filter() })).toEqual([]);
  });

  it('agrees on one network, however many make it at once', async () => {
    const at = new Installation(`test-${randomUUID()}`);
    const makers = Array.from({ length: 6 }, () => new PrivateNetwork(new Engine(), at));
    await Promise.all(makers.map((each) => each.gateway()));
    const gateways = await Promise.all(makers.map((each) => each.gateway()));
    expect(new Set(gateways).size).toBe(1);
    expect(await place.docker.listNetworks({ filters: at.filter() })).toHaveLength(1);
    await makers[0]?.remove();
  });

  it('whose unused network was taken away gets one with the same addresses', async () => {
    const alone = await EnginePlace.prepare();
    const tidied = alone.open();
    const gateway = await tidied.gateway();
    await alone.docker.getNetwork(alone.at.network).remove();
    const start = startOf(1);
    await tidied.start(start);
    await alone.platform.arrival(start.token);
    expect(await tidied.gateway()).toBe(gateway);
    await alone.clear();
    await alone.platform.close();
  });

  it('never runs two, however many start the same at once', async () => {
    const start = startOf(1);
    const others = [place.open(), place.open(), place.open()];
    const started = await Promise.allSettled(others.map((each) => each.start(start)));
    expect(started.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    expect(await containersOf(start.workspaceId)).toHaveLength(1);
    await backend.purge(start.workspaceId);
  });

  it('without the image says how to get it, and does not try by itself', async () => {
    const without = place.open({ image: 'guildhall/no-such-image:1' });
    expect(await without.hasImage()).toBe(false);
    expect(await backend.hasImage()).toBe(true);
    await expect(without.start(startOf(1))).rejects.toMatchObject({
      code: 'IMAGE_MISSING',
      passing: false,
      message: 'The engine has no image guildhall/no-such-image:1.',
    });
  });

  it("passes on the engine's own sentence when it refuses a start", async () => {
    const start = startOf(1, { name: 'x\0y' });
    const refused = await backend.start(start).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'START_FAILED', passing: false });
    expect((refused as Error).message).toMatch(/^The agent could not be started: .+/);
  });

  it('keeps what belongs to another installation out of it', async () => {
    const neighbour = await EnginePlace.prepare();
    const theirs = neighbour.open();
    const start = startOf(1);
    await theirs.start(start);
    await backend.stop(start.workspaceId);
    await backend.purge(start.workspaceId);
    expect((await backend.running()).filter(({ workspaceId }) => workspaceId === start.workspaceId)).toEqual([]);
    await until(
      () => theirs.running(),
      (all) => all.length === 1,
    );
    await theirs.close();
    await neighbour.clear();
    await neighbour.platform.close();
  });
});
