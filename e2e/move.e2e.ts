import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { viewNames, type OrgGraph } from '@guildhall/contracts';
import { openEmbeddedEventStore, type EventStore } from '@guildhall/event-store';
import { createGraphFold } from '@guildhall/org-graph';
import { openEmbeddedReadStore, ViewDirectory, type Document, type ReadStore } from '@guildhall/read-store';
import { EventStoreProcess, nodeFlags, projectRoot, randomHistory, until } from '@guildhall/testing';

/** Number of events; `GUILDHALL_MOVED_EVENTS=100000 npm run e2e -- move` for a long run. */
const events = Number(process.env['GUILDHALL_MOVED_EVENTS'] ?? 2_000);

/** Writes a random history into an embedded log, in order. */
const fill = async (directory: string): Promise<void> => {
  const store = await openEmbeddedEventStore({ directory });
  const revisions = new Map<string, number>();
  let last: Promise<unknown> = Promise.resolve();
  for (const { stream, id, type, data, metadata } of randomHistory(7, events)) {
    const revision = revisions.get(stream);
    last = store.append(stream, [{ id, type, data, metadata }], revision ?? 'none');
    revisions.set(stream, (revision ?? -1) + 1);
    if (revisions.size % 500 === 0) await last;
  }
  await last;
  await store.close();
};

const graphOf = async (store: EventStore): Promise<OrgGraph> => {
  const fold = createGraphFold('default');
  for (let after: string | null = null; ;) {
    const page = await store.readAll({ ...(after === null ? {} : { after }), limit: 1_000 });
    for (const event of page.events) fold.apply(event);
    if (page.end) return fold.toGraph();
    after = page.next;
  }
};

const documentsOf = async (reads: ReadStore, view: string): Promise<Document[]> => {
  const collection = (await new ViewDirectory(reads).activeCollection(view)) ?? '';
  const found: Document[] = [];
  for (let after: string | null = null; ;) {
    const page = await reads.find(collection, {}, { limit: 1_000, ...(after === null ? {} : { after }) });
    found.push(...page.items);
    if (page.next === null) return found;
    after = page.next;
  }
};

describe(`a log of ${events} events, moved to a server and back`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-move-'));
  const [home, back] = [join(folder, 'home'), join(folder, 'back')];
  let server: EventStoreProcess;
  let url = '';

  before(async () => {
    mkdirSync(join(folder, 'server'));
    server = await EventStoreProcess.on(join(folder, 'server'));
    url = server.url;
    await server.start();
    await fill(join(home, 'log'));
  });
  after(async () => {
    await server?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const log = (...args: string[]): string => {
    const started = performance.now();
    const entry = join(projectRoot, 'libs/event-store/dist/cli/log.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], { encoding: 'utf8' });
    assert.equal(status, 0, `${args.join(' ')}: ${stdout}${stderr}`);
    console.log(`${stdout.trim()} (${((performance.now() - started) / 1_000).toFixed(1)} s)`);
    return stdout;
  };

  it('keeps order, ids and chain', () => {
    log('import', '--from', home, '--url', url);
    log('import', '--from', url, '--data', back);
    for (const data of [home, back]) log('verify', '--data', data);
  });

  it('gives the same graph', async () => {
    const [one, two] = await Promise.all(
      [home, back].map(async (data) => {
        const store = await openEmbeddedEventStore({ directory: join(data, 'log'), role: 'reader' });
        const graph = await graphOf(store);
        await store.close();
        return graph;
      }),
    );
    assert.ok((one?.workspaces.length ?? 0) > 10);
    assert.deepEqual(two, one);
  });

  it('gives the same views', { timeout: 300_000 }, async () => {
    const built: Map<string, Document[]>[] = [];
    for (const data of [home, back]) {
      const projector = spawn(
        process.execPath,
        [...nodeFlags('projector'), join(projectRoot, 'dist/apps/projector/main.js')],
        { env: { PATH: process.env['PATH'], DATA_DIR: data, GUILDHALL_LOG_LEVEL: 'error' }, stdio: 'inherit' },
      );
      const reads = await openEmbeddedReadStore({ file: join(data, 'views', 'views.db') });
      const directory = new ViewDirectory(reads);
      for (const view of viewNames) {
        await until(
          `${view} to be built`,
          async () => {
            const copy = await directory.activeCollection(view);
            return copy !== null && ((await reads.checkpoint(copy))?.ordinal ?? 0) >= events;
          },
          { timeoutMs: 120_000 },
        );
      }
      projector.kill('SIGTERM');
      await once(projector, 'exit');
      const documents = new Map<string, Document[]>();
      for (const view of viewNames) documents.set(view, await documentsOf(reads, view));
      await reads.close();
      built.push(documents);
    }
    const [one, two] = built;
    for (const view of viewNames) {
      assert.deepEqual(two?.get(view), one?.get(view), view);
      console.log(`equal: ${view}, ${one?.get(view)?.length} documents`);
    }
  });
});
