import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentOf } from './content.js';

describe('the content of a file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-content-'));
    path = join(folder, 'file');
    writeFileSync(path, 'abc');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const read = async (size: number, limit: number, meanwhile: () => void = () => undefined) => {
    const file = await open(path);
    try {
      const { read } = file;
      file.read = (async (...args: Parameters<typeof read>) => {
        const result = await read.apply(file, args);
        meanwhile();
        return result;
      }) as typeof read;
      return (await contentOf(file, size, limit))?.toString() ?? null;
    } finally {
      await file.close();
    }
  };

  it('is complete, also if the file has just grown or shrunk', async () => {
    expect([await read(3, 3), await read(0, 9), await read(1, 9), await read(9, 9)]).toEqual([
      'abc',
      'abc',
      'abc',
      'abc',
    ]);
    writeFileSync(path, '');
    expect(await read(0, 0)).toBe('');
  });

  it('is read up to its limit only, even while a writer never stops', async () => {
    expect(await read(3, 1_000, () => appendFileSync(path, 'x'.repeat(10_000)))).toBeNull();
    expect(await read(3, 2)).toBeNull();
  });
});
