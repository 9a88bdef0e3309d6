import { setTimeout as wait } from 'node:timers/promises';
import type { EventStoreProcess } from '../../event-store-process/event-store-process.js';
import { startedNode } from '../../event-store-process/started-node.suite.js';
import { between, cellsOf, runInLanes, type Fault, type Faults, type Faulty } from './fault-runs.suite.js';
import { storeOver } from './store-over.suite.js';

const seedsPerCell = 3;
const firstSeed = Number(process.env['GUILDHALL_FAULT_SEED'] ?? 1_000);
const limitMs = 20 * 60_000;

/** A call of the adapter waits 4 s for its answer: the short one ends before that, the long one after. */
const frozenMs = { shortly: [50, 1_000], long: [4_500, 8_000] } as const;

const frozen =
  (node: EventStoreProcess, [low, high]: readonly [number, number]): Fault =>
  async (random) => {
    await node.freeze();
    await wait(between(random, low, high));
    await node.thaw();
  };

const faultNames = ['killed', 'ended', 'frozen shortly', 'frozen long'] as const;

/** What can go wrong with the processes of a node. */
const faultsOf = (node: EventStoreProcess): Faults & Record<(typeof faultNames)[number], Fault> => ({
  killed: async () => {
    await node.kill();
    await node.start();
  },
  ended: async () => {
    await node.end();
    await node.start();
  },
  'frozen shortly': frozen(node, frozenMs.shortly),
  'frozen long': frozen(node, frozenMs.long),
});

const onOwnNode = async (): Promise<Faulty & { close(): Promise<void> }> => {
  const { node, remove } = await startedNode();
  return { faults: faultsOf(node), ...(await storeOver(node.url, remove)) };
};

if (process.env['GUILDHALL_TEST_EVENTSTORE_COMMAND'] === undefined) {
  const reason = 'GUILDHALL_TEST_EVENTSTORE_COMMAND is not set: no real node is killed, ended and frozen';
  process.stderr.write(`${reason}\n`);
  it.skip(reason, () => undefined);
} else {
  const cells = cellsOf(faultNames);
  const runs = cells.length * seedsPerCell;
  it(
    `loses and doubles nothing in ${runs} runs over a node that is killed, ended and frozen`,
    async () => {
      expect(await runInLanes({ cells, runs, firstSeed }, onOwnNode)).toBe(runs);
    },
    limitMs,
  );
}
