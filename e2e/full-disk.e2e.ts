import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Installation, until } from '@guildhall/testing';

const rounds = process.env['FULL_DRILL'] === undefined ? 2 : 10;
const diskSize = '150m';
/** Commands that wait for an answer at the same time. */
const writers = 4;
/** Long enough for every timer that writes a file to meet the full disk. */
const refusalsWanted = 200;
const timersMs = 6_000;

/** A disk of its own; null: this user may not mount one. */
const mounted = (): string | null => {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskSize}`, 'none', folder]);
  if (status === 0) return folder;
  rmSync(folder, { recursive: true });
  return null;
};

const disk = process.env['GUILDHALL_E2E_STORES'] === 'server' ? null : mounted();

describe(
  'a disk that is full again and again',
  { skip: disk === null && 'no disk of its own can be mounted here' },
  () => {
    const place = disk ?? '';
    const filler = join(place, 'filler');
    let installation: Installation;
    const acknowledged = new Set<string>();
    let names = 0;

    before(async () => {
      mkdirSync(join(place, 'data'));
      installation = await Installation.create(
        { GUILDHALL_BACKEND: 'off', GUILDHALL_LOG_LEVEL: 'error' },
        join(place, 'data'),
      );
      installation.start('platform');
      installation.start('projector');
      await installation.ready();
    });
    after(async () => {
      rmSync(filler, { force: true });
      await installation?.remove();
      spawnSync('umount', ['--lazy', place]);
      rmSync(place, { recursive: true, force: true });
    });

    const fill = (): void => {
      const file = openSync(filler, 'w');
      const piece = Buffer.alloc(65_536);
      try {
        for (;;) writeSync(file, piece);
      } catch (error) {
        assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
      } finally {
        closeSync(file);
      }
    };

    const create = async (): Promise<number> => {
      const name = `Workspace ${(names += 1)}`;
      const { status } = await installation.request('POST', '/workspaces', { name, external: true });
      if (status === 201) acknowledged.add(name);
      return status;
    };

    /** Several at the same time, until they were refused so often and for so long. */
    const writeWhileFull = async (): Promise<void> => {
      const refused: number[] = [];
      const begun = performance.now();
      const isEnough = (): boolean => refused.length >= refusalsWanted && performance.now() - begun > timersMs;
      const write = async (): Promise<void> => {
        while (!isEnough()) {
          const status = await create();
          if (status !== 201) refused.push(status);
        }
      };
      await Promise.all(Array.from({ length: writers }, write));
      assert.deepEqual([...new Set(refused)], [507]);
    };

    const listed = async (): Promise<Set<string>> => {
      const { body, status } = await installation.request<{ name: string }[]>('GET', '/workspaces');
      assert.equal(status, 200);
      return new Set(body.map(({ name }) => name));
    };

    for (let round = 1; round <= rounds; round += 1)
      it(`refuses, goes on reading, and writes again by itself: ${round} of ${rounds}`, async () => {
        await create();
        fill();
        await writeWhileFull();
        await listed();
        rmSync(filler);
        const emptied = performance.now();
        await until('a command to be taken', async () => (await create()) === 201, { timeoutMs: 60_000 });
        console.log(`taken again after ${Math.round(performance.now() - emptied)} ms`);
      });

    it('has lost nothing that it acknowledged, in the process that was there from the start', async () => {
      await until('every view to be at the head', async () => (await listed()).size >= acknowledged.size, {
        timeoutMs: 60_000,
      });
      assert.ok(acknowledged.size > rounds);
      const there = await listed();
      assert.deepEqual(
        [...acknowledged].filter((name) => !there.has(name)),
        [],
      );
      const { status, output } = await installation.run('libs/event-store/dist/cli/log.js', ['verify']);
      assert.equal(status, 0, output);
      assert.ok(installation.running('platform') === 1 && installation.running('projector') === 1);
    });
  },
);
