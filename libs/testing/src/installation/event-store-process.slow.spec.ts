import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventStoreContract } from '@guildhall/event-store/contract';
import { named, nameOf } from '@guildhall/event-store/contract-events';
import { openEventStoreDb, type EventStoreDbStore } from '@guildhall/event-store/eventstoredb';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { between, runOnce, targets } from '../eventstoredb-server/adapter/fault-table.suite.js';
import type { SeededRandom } from '../builders/seeded-random.js';
import { isNodeNamed } from './event-store-command.js';
import { EventStoreProcess } from './event-store-process.js';

const minutes = 60_000;
jest.setTimeout(3 * minutes);

const variable = 'GUILDHALL_TEST_EVENTSTORE_COMMAND';
const serverForTests = fileURLToPath(new URL('../../../../tools/servers/event-store.mjs', import.meta.url));
const isReal = isNodeNamed();
/** Without a node by name the command starts the server for tests, so that the way there is tried all the same. */
const command = process.env[variable] ?? `'${process.execPath}' '${serverForTests}' --data {data} --port {port}`;
const seeds = isReal ? [1, 2, 3] : [1];

type NodeFault = (node: EventStoreProcess, random: SeededRandom) => Promise<void>;

const restarted = async (node: EventStoreProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
  await node.end(signal);
  await node.start();
};
const frozen = async (node: EventStoreProcess, ms: number): Promise<void> => {
  node.signal('SIGSTOP');
  await wait(ms);
  node.signal('SIGCONT');
};

/** What can happen to any process; the server for tests has more faults of its own. */
const nodeFaults: Record<string, NodeFault> = {
  killed: (node) => restarted(node, 'SIGKILL'),
  ended: (node) => restarted(node, 'SIGTERM'),
  'frozen shortly': (node, random) => frozen(node, between(random, 50, 1_500)),
  ...(isReal ? { 'frozen long': (node, random) => frozen(node, between(random, 4_000, 9_000)) } : {}),
};

describe(`a node by command${isReal ? '' : ', here the server for tests'}`, () => {
  let folder: string;
  let node: EventStoreProcess;
  let store: EventStoreDbStore | null;

  beforeEach(async () => {
    process.env[variable] = command;
    folder = await mkdtemp(join(tmpdir(), 'guildhall-node-'));
    node = await EventStoreProcess.on(folder);
    store = null;
  });
  afterEach(async () => {
    await store?.close();
    await node.end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
    if (isReal) process.env[variable] = command;
    else delete process.env[variable];
  });
  const opened = async (): Promise<EventStoreDbStore> => (store = await openEventStoreDb({ url: node.url }));

  it('keeps what it acknowledged when it is killed', async () => {
    await node.start();
    const log = await opened();
    await log.append('s', named('a', 'b'), 'none');
    await restarted(node, 'SIGKILL');
    const read = await log.readStream('s', { direction: 'forwards', limit: 10 });
    expect(read.map(nameOf)).toEqual(['a', 'b']);
  });

  const cells = Object.keys(nodeFaults).flatMap((fault) => Object.keys(targets).map((target) => [fault, target]));

  it.each(cells)('loses and doubles nothing: %s × %s', async (fault = '', target = '') => {
    await node.start();
    const log = await opened();
    for (const seed of seeds)
      await runOnce({ fault, target }, seed, {
        store: log,
        fault: (random) => nodeFaults[fault]?.(node, random) ?? Promise.resolve(),
        tooLongMs: minutes,
      });
  });

  it('says what a command lacks, and what one said that ended', async () => {
    process.env[variable] = 'node --data {data}';
    await expect(node.start()).rejects.toThrow(`${variable} has no {port}`);
    process.env[variable] = 'echo no disk in {data} for {port}; exit 3';
    await expect(node.start()).rejects.toThrow(/it ended.*no disk in/s);
  });
});

if (isReal)
  describe('one node for the whole contract', () => {
    let folder: string;
    let node: EventStoreProcess;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'guildhall-node-'));
      node = await EventStoreProcess.on(folder);
      await node.start();
    });
    afterAll(async () => {
      await node.end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    });

    eventStoreContract(`EventStoreDB adapter over the node of ${variable}`, async () => {
      const store = await openEventStoreDb({ url: node.url });
      return { store, close: () => store.close() };
    });
  });
