import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { named } from '../contract/events.suite.js';
import { chainStart } from '../embedded/chain/chain.js';
import { LogFileDamaged, LogFileUnusable, LogsDiffer, MoveStopped, NotALogFile } from './errors.js';
import { exportLog } from './export-log.js';
import { importLog } from './import-log.js';
import { storeSource } from './log-source.js';
import { openLogFile } from './read-log-file.js';
import { contentsOf, fill, StoresFolder } from './stores.suite.js';

jest.setTimeout(30_000);

describe('moving a log', () => {
  let folder: StoresFolder;
  const file = (name: string): string => join(folder.path, name);

  beforeEach(async () => {
    folder = await StoresFolder.make();
  });
  afterEach(() => folder.remove());

  const filled = async (count: number): Promise<Awaited<ReturnType<StoresFolder['store']>>> => {
    const store = await folder.store('source');
    await fill(store, count);
    return store;
  };

  describe('through a file', () => {
    it.each(['log.ndjson', 'log.ndjson.gz'])('keeps order, ids, revisions, contents and chain (%s)', async (name) => {
      const source = await filled(2_500);
      const exported = await exportLog(await storeSource('source', source), file(name));
      expect(exported).toEqual({ count: 2_500, link: (await folder.ownChain('source')).link });

      const target = await folder.store('target');
      const imported = await importLog(await openLogFile(file(name)), target);
      expect(imported).toEqual({ ...exported, found: 0 });
      expect(await contentsOf(target)).toEqual(await contentsOf(source));
      expect(await folder.ownChain('target')).toEqual({ ...exported, damagedAt: null });
      expect(target.logId).not.toBe(source.logId);
    });

    it('writes the chained bytes of each event as a line', async () => {
      const source = await filled(3);
      await exportLog(await storeSource('source', source), file('log.gz'));
      const lines = gunzipSync(await readFile(file('log.gz')))
        .toString()
        .trimEnd()
        .split('\n');
      expect(lines).toHaveLength(6);
      expect(JSON.parse(lines[0] ?? '')).toEqual({
        format: 'guildhall-log',
        version: 1,
        logId: source.logId,
        count: 3,
      });
      const [event] = await contentsOf(source);
      expect(JSON.parse(lines[1] ?? '')).toEqual(Object.values(event ?? {}));
      expect(JSON.parse(lines[5] ?? '')).toMatchObject({ end: true, count: 3 });
    });

    it('moves an empty log', async () => {
      const exported = await exportLog(await storeSource('source', await folder.store('source')), file('log'));
      expect(exported).toEqual({ count: 0, link: chainStart });
      expect(await importLog(await openLogFile(file('log')), await folder.store('target'))).toMatchObject({ count: 0 });
    });

    it('omits events appended after the export started', async () => {
      const source = await filled(10);
      const view = await storeSource('source', source);
      await source.append('late-1', named('late'), 'none');
      expect(await exportLog(view, file('log'))).toMatchObject({ count: 10 });
    });

    it('leaves no file when it cannot write or is stopped', async () => {
      const source = await storeSource('source', await filled(10));
      await expect(exportLog(source, file('nowhere/log'))).rejects.toBeInstanceOf(LogFileUnusable);
      const stop = AbortSignal.abort();
      await expect(exportLog(source, file('log.gz'), { signal: stop })).rejects.toBeInstanceOf(MoveStopped);
      expect((await readdir(folder.path)).filter((name) => name.startsWith('log'))).toEqual([]);
    });
  });

  describe('from a changed file', () => {
    let whole: Buffer;

    beforeEach(async () => {
      await exportLog(await storeSource('source', await filled(2_500)), file('log'));
      whole = await readFile(file('log'));
    });

    const refused = async (contents: Buffer | string, name = 'bad'): Promise<Error> => {
      await writeFile(file(name), contents);
      return openLogFile(file(name)).then(
        () => new Error('was accepted'),
        (error: unknown) => error as Error,
      );
    };

    it('finds a flipped bit wherever it is', async () => {
      expect((await openLogFile(file('log'))).count).toBe(2_500);
      const places = Array.from({ length: 60 }, (_, index) => Math.floor((index * (whole.length - 1)) / 60));
      for (const place of [...places, 1, 20, whole.length - 2]) {
        const changed = Buffer.from(whole);
        changed[place] = (changed[place] ?? 0) ^ 1;
        const error = await refused(changed);
        expect([place, error.name]).toEqual([place, expect.stringMatching(/^(LogFileDamaged|NotALogFile)$/)]);
      }
    });

    it('locates the damage between two events', async () => {
      const at = whole.indexOf('\n[', Math.floor(whole.length * 0.6)) + 30;
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const error = await refused(changed);
      expect(error).toBeInstanceOf(LogFileDamaged);
      expect(error).toMatchObject({ count: 1_000, message: expect.stringContaining('after event 1000') });
    });

    it.each([0.1, 0.5, 0.999])('finds a cut at %p', async (part) => {
      const error = await refused(whole.subarray(0, Math.floor(whole.length * part)));
      expect(error).toBeInstanceOf(LogFileDamaged);
    });

    it('finds lost, doubled and swapped lines and anything after the end', async () => {
      const lines = whole.toString().split('\n');
      const without = lines.filter((_, index) => index !== 700);
      const exchanged = [...lines.slice(0, 5), lines[6], lines[5], ...lines.slice(7)];
      for (const changed of [
        without,
        exchanged,
        [...lines.slice(0, 9), lines[8], ...lines.slice(9)],
        [...lines, lines[1]],
      ])
        expect(await refused(changed.join('\n'))).toBeInstanceOf(LogFileDamaged);
    });

    it('refuses another format, another version and an uncompressed file named .gz', async () => {
      expect(await refused('')).toBeInstanceOf(NotALogFile);
      expect(await refused('hello\n')).toBeInstanceOf(NotALogFile);
      expect(await refused(Buffer.alloc(3_000_000, 'x'))).toBeInstanceOf(NotALogFile);
      const later = whole.toString().replace('"version":1', '"version":2');
      expect(await refused(later)).toMatchObject({
        name: 'NotALogFile',
        message: expect.stringContaining('version 2'),
      });
      expect(await refused(whole, 'bad.gz')).toBeInstanceOf(NotALogFile);
    });

    it('finds damage in a compressed file', async () => {
      const packed = gzipSync(whole);
      expect(await refused(packed.subarray(0, packed.length - 900), 'bad.gz')).toBeInstanceOf(LogFileDamaged);
      packed[packed.length >> 1] = (packed[packed.length >> 1] ?? 0) ^ 1;
      expect(await refused(packed, 'bad.gz')).toBeInstanceOf(LogFileDamaged);
    });

    it('refuses a file that was replaced between check and import', async () => {
      const checked = await openLogFile(file('log'));
      await truncate(file('log'), Math.floor(whole.length / 2));
      await expect(importLog(checked, await folder.store('target'))).rejects.toBeInstanceOf(LogFileDamaged);
    });

    it('names a missing file', async () => {
      await expect(openLogFile(file('missing'))).rejects.toBeInstanceOf(LogFileUnusable);
    });
  });

  describe('into a store that is not empty', () => {
    it("resumes after the target's events, and changes nothing the second time", async () => {
      const source = await filled(6_000);
      const target = await folder.store('target');
      const stop = new AbortController();
      const interrupted = importLog(await storeSource('source', source), target, {
        signal: stop.signal,
        onProgress: (_step, count) => {
          if (count >= 4_000) stop.abort();
        },
      });
      await expect(interrupted).rejects.toBeInstanceOf(MoveStopped);
      const { ordinal } = await target.head();
      expect(ordinal).toBeGreaterThan(0);
      expect(ordinal).toBeLessThan(6_000);
      const again = await importLog(await storeSource('source', source), target);
      expect(again).toMatchObject({ count: 6_000, found: ordinal });
      expect(await importLog(await storeSource('source', source), target)).toMatchObject({ found: 6_000 });
      expect(await folder.ownChain('target')).toMatchObject({ count: again.count, link: again.link });
    });

    it('refuses a different log, says where they differ and changes nothing', async () => {
      const source = await filled(30);
      const target = await folder.store('target');
      await importLog(await storeSource('source', source), target);
      await source.append('ours-1', named('a'), 'none');
      await target.append('theirs-1', named('b'), 'none');
      const error = await importLog(await storeSource('source', source), target).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(LogsDiffer);
      expect(error).toMatchObject({ number: 31, message: expect.stringMatching(/event 31 .*ours-1.*theirs-1/) });
      expect((await target.head()).ordinal).toBe(31);
    });

    it('refuses a target that was written to after the import', async () => {
      const source = await filled(30);
      const target = await folder.store('target');
      await importLog(await storeSource('source', source), target);
      await target.append('theirs-1', named('b'), 'none');
      await expect(importLog(await storeSource('source', source), target)).rejects.toMatchObject({ number: 31 });
    });
  });
});
