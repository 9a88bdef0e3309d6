import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { viewNames } from '@guildhall/contracts';
import { openEmbeddedEventStore, type EventStore } from '@guildhall/event-store';
import { openEmbeddedReadStore, ViewDirectory, type ReadStore } from '@guildhall/read-store';
import { randomHistory, SeededRandom } from '@guildhall/testing';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './testing/bench.suite.js';
import { append, commandLine, ended, startProjector } from './testing/real-process.suite.js';

const isDrill = process.env['FULL_DRILL'] === '1';
const rounds = isDrill ? 50 : 10;
const history = randomHistory(31, 2_000 * rounds);

let directory: string;
let log: EventStore;
let reads: ReadStore;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'guildhall-projector-'));
  log = await openEmbeddedEventStore({ directory: join(directory, 'log') });
  reads = await openEmbeddedReadStore({ file: join(directory, 'views', 'views.db') });
});
afterEach(async () => {
  await reads.close();
  await log.close();
  await rm(directory, { recursive: true, force: true });
});

const reached = async (view: string): Promise<number> => {
  const copy = await new ViewDirectory(reads).activeCollection(view);
  return copy === null ? 0 : ((await reads.checkpoint(copy))?.ordinal ?? 0);
};
const allReach = async (ordinal: number): Promise<void> => {
  for (const view of viewNames) await until(async () => (await reached(view)) >= ordinal);
};

describe('the projector as a process', () => {
  it(
    'killed at any moment under load ends with views equal to rebuilt ones',
    async () => {
      const random = new SeededRandom(31);
      const piece = history.length / rounds;
      for (let round = 0; round < rounds; round += 1) {
        const projector = startProjector(directory);
        const writing = append(log, history.slice(round * piece, (round + 1) * piece));
        const seen = round * piece + random.below(piece);
        await until(async () => (await reached('feed')) >= seen);
        projector.kill('SIGKILL');
        expect(await ended(projector)).toBe('SIGKILL');
        await writing;
      }
      const projector = startProjector(directory);
      await allReach(history.length);
      for (const view of viewNames) {
        expect(await commandLine(['compare', view], directory)).toMatchObject({ code: 0 });
      }
      projector.kill('SIGTERM');
      expect(await ended(projector)).toBe(0);
    },
    24_000 * rounds,
  );

  it('is rebuilt by its command line, running or not', async () => {
    await append(log, history.slice(0, 2_000));
    const projector = startProjector(directory);
    await allReach(2_000);
    expect((await commandLine(['rebuild', 'chat'], directory)).text).toContain('by the running projector, 2000 events');
    projector.kill('SIGTERM');
    expect(await ended(projector)).toBe(0);
    expect((await commandLine(['rebuild', 'chat'], directory)).text).toContain('by this process, 2000 events');
    expect(await commandLine(['compare', 'chat'], directory)).toMatchObject({ code: 0 });
    expect(await commandLine(['compare', 'nothing'], directory)).toMatchObject({ code: 2 });
  }, 60_000);
});
