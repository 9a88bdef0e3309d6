import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bound, named } from '../contract/events.suite.js';
import { openEmbeddedEventStore } from '../embedded/embedded-event-store.js';
import { StoreFull, StoreUnavailable } from '../errors.js';
import type { EventStore } from '../port.js';
import { LogFileUnusable, LogsDiffer } from './errors.js';
import { exportLog } from './export-log.js';
import { importLog } from './import-log.js';
import { storeSource } from './log-source.js';
import { fill, StoresFolder } from './stores.suite.js';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist/index.js');

/** An import in a process of its own that prints its progress and waits at `holdAt` events, so that a test can kill it. */
const importer = (file: string, directory: string, holdAt: number): string => `
  import { importLog, openEmbeddedEventStore, openLogFile } from ${JSON.stringify(dist)};
  import { writeSync } from 'node:fs';
  const target = await openEmbeddedEventStore({ directory: ${JSON.stringify(directory)} });
  const onProgress = (step, count) => {
    writeSync(1, step + ' ' + count + '\\n');
    if (step === 'moved' && count >= ${holdAt}) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  const source = await openLogFile(${JSON.stringify(file)});
  const { count } = await importLog(source, target, { onProgress, keepsCallOrder: true });
  writeSync(1, 'done ' + count + '\\n');
  await target.close();`;

/** Four processes and thousands of events: 3 s on an idle machine, more than 30 s on a busy one. */
jest.setTimeout(120_000);

describe('an interrupted import', () => {
  let folder: StoresFolder;

  beforeEach(async () => {
    folder = await StoresFolder.make();
  });
  afterEach(() => folder.remove());

  const filled = async (count: number, streams: number): Promise<EventStore> => {
    const store = await folder.store('source');
    await fill(store, count, streams);
    return store;
  };

  it('resumes after each kill and ends with the same log', async () => {
    const events = 8_000;
    const file = join(folder.path, 'log');
    const source = await folder.store('source');
    await fill(source, events);
    const { link } = await exportLog(await storeSource('source', source), file);
    const steps: string[] = [];
    for (const killAt of [3_000, 5_000, 7_000, events + 1]) {
      const script = importer(file, folder.directory('target'), killAt);
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      for await (const line of createInterface({ input: child.stdout })) {
        const [step, count] = line.split(' ');
        steps.push(step ?? '');
        if (step === 'moved' && Number(count) >= killAt) child.kill('SIGKILL');
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      expect([killAt, child.signalCode]).toEqual([killAt, killAt > events ? null : 'SIGKILL']);
    }
    expect(steps.at(-1)).toBe('done');
    expect(steps).toContain('compared');
    expect(await folder.ownChain('target')).toEqual({ count: events, link, damagedAt: null });
  });

  it('stops when the target is full, and resumes once it has room', async () => {
    const source = await folder.store('source');
    await fill(source, 5_000);
    const directory = folder.directory('target');
    const small = await openEmbeddedEventStore({ directory, faults: { maxPages: 450 } });
    await expect(
      importLog(await storeSource('source', source), small, { keepsCallOrder: true }),
    ).rejects.toBeInstanceOf(StoreFull);
    await small.close();
    const target = await folder.store('target');
    const result = await importLog(await storeSource('source', source), target);
    expect(result.count).toBe(5_000);
    expect(result.found).toBeGreaterThan(0);
    expect(result.found).toBeLessThan(5_000);
  });

  const failingAt = (target: EventStore, nth: number): EventStore => {
    let appends = 0;
    const fails = (): boolean => (appends += 1) === nth;
    return {
      ...bound(target),
      append: (stream, events, expected) =>
        fails() ? Promise.reject(new StoreUnavailable('gone')) : target.append(stream, events, expected),
    };
  };

  it.each([1, 4, 7])('resumes after append %p of a stream failed', async (nth) => {
    const source = await storeSource('source', await filled(6_000, 1));
    const target = await folder.store('target');
    await expect(importLog(source, failingAt(target, nth), { keepsCallOrder: true })).rejects.toBeInstanceOf(
      StoreUnavailable,
    );
    expect(await importLog(source, target)).toMatchObject({ count: 6_000, found: (nth - 1) * 500 });
  });

  it('refuses a target that stored later events but not an earlier one, and sends nothing more', async () => {
    const source = await storeSource('source', await filled(6_000, 7));
    const target = await folder.store('target');
    await expect(importLog(source, failingAt(target, 5), { keepsCallOrder: true })).rejects.toBeInstanceOf(
      StoreUnavailable,
    );
    expect((await target.head()).ordinal).toBeLessThan(2_000);
    await expect(importLog(source, target)).rejects.toBeInstanceOf(LogsDiffer);
  });

  it('finds at the end that the target changed an event', async () => {
    const source = await folder.store('source');
    await fill(source, 3_000);
    const target = await folder.store('target');
    const careless: EventStore = {
      ...bound(target),
      append: (stream, events, expected) =>
        target.append(
          stream,
          events.map((event) => ({
            ...event,
            metadata: { ...event.metadata, recordedAt: '2027-01-01T00:00:00.000Z' },
          })),
          expected,
        ),
    };
    const error = await importLog(await storeSource('source', source), careless).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LogsDiffer);
    expect(error).toMatchObject({ number: 1, message: expect.stringContaining('different content') });
  });

  it('stops when another writer appends to the target', async () => {
    const source = await folder.store('source');
    await fill(source, 3_000);
    const target = await folder.store('target');
    const rival: EventStore = {
      ...bound(target),
      append: async (stream, events, expected) => {
        await target.append('workspace-1', named('rival'), 'none').catch(() => undefined);
        return target.append(stream, events, expected);
      },
    };
    await expect(importLog(await storeSource('source', source), rival)).rejects.toBeInstanceOf(LogsDiffer);
  });

  const itOnLinux = existsSync('/dev/full') ? it : it.skip;
  itOnLinux.each(['log', 'log.gz'])('reports a full disk during an export and leaves no file (%s)', async (name) => {
    const source = await folder.store('source');
    await fill(source, 3_000);
    await symlink('/dev/full', join(folder.path, name === 'log' ? 'log.part' : 'log.part.gz'));
    const error = await exportLog(await storeSource('source', source), join(folder.path, name)).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(LogFileUnusable);
    expect(error).toMatchObject({ message: expect.stringContaining('the disk is full') });
    expect((await readdir(folder.path)).filter((entry) => entry.startsWith('log'))).toEqual([]);
  });
});
