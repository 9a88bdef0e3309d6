import { jest } from '@jest/globals';
import * as files from 'node:fs/promises';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The call that fails next, as on a full disk. */
let failing: { call: 'open' | 'writeFile' | 'sync' | 'rename'; code: string } | null = null;
const fail = (call: string): void => {
  if (failing?.call === call) throw Object.assign(new Error(failing.code), { code: failing.code });
};

jest.unstable_mockModule('node:fs/promises', () => ({
  ...files,
  open: async (path: string, flags: string, mode?: number) => {
    if (flags === 'wx') fail('open');
    const handle = await files.open(path, flags, mode);
    return new Proxy(handle, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name, target);
        if (typeof method !== 'function') return method;
        return async (...values: unknown[]) => {
          if (name === 'writeFile') await target.write('half of it');
          fail(String(name));
          return Reflect.apply(method, target, values) as unknown;
        };
      },
    });
  },
  rename: async (from: string, to: string) => {
    fail('rename');
    return files.rename(from, to);
  },
}));

const { openFileBlobStore } = await import('./file-blob-store.js');
const { BlobStoreFull } = await import('../port.js');

describe('a full disk', () => {
  const directory = mkdtempSync(join(tmpdir(), 'guildhall-full-disk-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  afterEach(() => (failing = null));

  const bytes = Buffer.from('some bytes');
  const everyFile = (): string[] =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);

  it.each(['open', 'writeFile', 'sync', 'rename'] as const)(
    'at %s refuses the blob, leaves no file, and accepts the blob once there is room',
    async (call) => {
      const blobs = await openFileBlobStore({ directory });
      for (const code of ['ENOSPC', 'EDQUOT']) {
        failing = { call, code };
        const refused = blobs.put(bytes);
        await expect(refused).rejects.toBeInstanceOf(BlobStoreFull);
        await expect(refused).rejects.toMatchObject({ cause: { code } });
        expect(everyFile()).toEqual([]);
      }
      failing = null;
      const { digest } = await blobs.put(bytes);
      expect(everyFile()).toEqual([digest]);
      await blobs.delete(digest);
    },
  );

  it('is not reported for another failure', async () => {
    const blobs = await openFileBlobStore({ directory });
    failing = { call: 'writeFile', code: 'EIO' };
    await expect(blobs.put(bytes)).rejects.toMatchObject({ code: 'EIO' });
    expect(everyFile()).toEqual([]);
  });
});
