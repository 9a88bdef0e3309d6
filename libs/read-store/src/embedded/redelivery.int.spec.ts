import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { StatementSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ReadStoreFull } from '../errors.js';
import type { Batch, Document, ReadStore } from '../port.js';
import { openEmbeddedReadStore } from './embedded-read-store.js';

const directory = mkdtempSync(join(tmpdir(), 'guildhall-redelivery-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const place = (n: number): string => String(n).padStart(8, '0');
const upsert = (id: string, position: number, tags: string[]) => ({
  collection: 'things',
  document: { id, position, tags },
  position: place(position),
});
const checkpoint = (position: number) => ({
  position: place(position),
  ordinal: position,
  logId: 'log-1',
  state: { position: place(position), ordinal: position, value: { seen: position } },
});
const first: Batch = {
  upserts: [upsert('a', 1, ['x']), upsert('b', 2, ['x', 'y']), upsert('c', 3, [])],
  deletes: [],
  checkpoints: { things: checkpoint(3) },
  lease: 1,
};
const second: Batch = {
  upserts: [upsert('a', 4, ['y']), upsert('d', 5, ['x'])],
  deletes: [{ collection: 'things', id: 'b', position: place(6) }],
  checkpoints: { things: checkpoint(6) },
  lease: 1,
};

const everything = async (store: ReadStore): Promise<object> => ({
  documents: (await store.find('things', {}, { limit: 100 })).items,
  tagged: (await store.find('things', { tags: 'x' }, { limit: 100 })).items.map(({ id }) => id),
  checkpoint: await store.checkpoint('things'),
});

describe('a batch interrupted by a crash', () => {
  afterEach(() => jest.restoreAllMocks());

  /** Lets that many statements pass and fails the next; counts all statements if none is to fail. */
  const failAfter = (statements: number, failure: Error = new Error('crashed')): { count: number } => {
    const seen = { count: 0 };
    for (const method of ['run', 'get'] as const) {
      const real = StatementSync.prototype[method];
      const step = function (this: StatementSync, ...values: unknown[]): unknown {
        if (seen.count >= statements) throw failure;
        seen.count += 1;
        return Reflect.apply(real, this, values);
      };
      jest.spyOn(StatementSync.prototype, method).mockImplementation(step as never);
    }
    return seen;
  };

  const afterFirst = async (name: string): Promise<{ file: string; store: ReadStore }> => {
    const file = join(directory, `${name}.db`);
    const store = await openEmbeddedReadStore({ file });
    await store.ensure([{ name: 'things', indexes: [{ fields: ['tags'] }] }]);
    await store.apply(first);
    return { file, store };
  };

  it('leaves the documents before or after it, and reaches the same after redelivery, whichever statement failed', async () => {
    const whole = await afterFirst('whole');
    const before = await everything(whole.store);
    const counted = failAfter(Number.POSITIVE_INFINITY);
    await whole.store.apply(second);
    jest.restoreAllMocks();
    const after = await everything(whole.store);
    expect(counted.count).toBeGreaterThan(15);
    expect(after).not.toEqual(before);
    await whole.store.close();

    for (let statements = 0; statements < counted.count; statements += 1) {
      const { file, store } = await afterFirst(`step-${statements}`);
      failAfter(statements);
      await expect(store.apply(second)).rejects.toThrow('crashed');
      jest.restoreAllMocks();
      await store.close();
      const restarted = await openEmbeddedReadStore({ file });
      expect(await everything(restarted)).toEqual(before);
      await restarted.apply(second);
      expect(await everything(restarted)).toEqual(after);
      await restarted.apply(second);
      expect(await everything(restarted)).toEqual(after);
      await restarted.close();
    }
  });

  it('is refused as a whole when the disk is full, and accepted once there is room', async () => {
    const { store } = await afterFirst('full');
    const before = await everything(store);
    failAfter(5, Object.assign(new Error('database or disk is full'), { errcode: 13 }));
    await expect(store.apply(second)).rejects.toBeInstanceOf(ReadStoreFull);
    jest.restoreAllMocks();
    expect(await everything(store)).toEqual(before);
    await store.apply(second);
    expect((await store.checkpoint('things'))?.ordinal).toBe(6);
    await store.close();
  });
});

describe('a process killed while it writes', () => {
  const index = new URL('../../dist/index.js', import.meta.url).href;
  /** Resumes from its checkpoint: batch n sets ten counters to n and prints n when it is applied. */
  const program = (file: string): string => `
    const { openEmbeddedReadStore } = await import(${JSON.stringify(index)});
    const store = await openEmbeddedReadStore({ file: ${JSON.stringify(file)} });
    await store.ensure([{ name: 'counters', indexes: [{ fields: ['n'] }] }]);
    for (let n = ((await store.checkpoint('counters'))?.ordinal ?? 0) + 1; ; n += 1) {
      const position = String(n).padStart(8, '0');
      const upserts = Array.from({ length: 10 }, (_, i) => ({
        collection: 'counters', document: { id: 'c' + i, n, padding: 'x'.repeat(2000) }, position,
      }));
      await store.apply({
        upserts, deletes: [], checkpoints: { counters: { position, ordinal: n, logId: 'l' } }, lease: 1,
      });
      process.stdout.write(n + '\\n');
    }`;

  it('has lost no applied batch and torn none, round after round', async () => {
    const file = join(directory, 'killed.db');
    let reached = 0;
    for (let round = 1; round <= 4; round += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program(file)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(child, 'exit');
      let told = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        told = Number(line);
        if (told >= reached + 20 * round) child.kill('SIGKILL');
      }
      expect((await exited)[1]).toBe('SIGKILL');
      const store = await openEmbeddedReadStore({ file });
      const kept = await store.checkpoint('counters');
      const counters: Document[] = (await store.find('counters', {}, { limit: 100 })).items;
      expect(kept?.ordinal).toBeGreaterThanOrEqual(told);
      expect(counters.map(({ n }) => n)).toEqual(Array.from({ length: 10 }, () => kept?.ordinal));
      expect(await store.count('counters', { n: kept?.ordinal ?? 0 })).toBe(10);
      await store.close();
      reached = kept?.ordinal ?? 0;
    }
  });
});
