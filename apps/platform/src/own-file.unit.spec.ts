import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOwnFile } from './own-file.js';

describe('a file of ours', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'guildhall-own-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is one of those that were written at once, whole, and nothing else is left', async () => {
    const file = join(folder, 'local.json');
    const contents = Array.from({ length: 32 }, (_, index) => String(index).repeat(10_000));
    await Promise.all(contents.map((content) => writeOwnFile(file, content)));
    expect(contents).toContain(readFileSync(file, 'utf8'));
    expect(readdirSync(folder)).toEqual(['local.json']);
  });

  it('is readable by its owner only, also when others could read the one before', async () => {
    const file = join(folder, 'login-link');
    await writeOwnFile(file, 'old');
    chmodSync(file, 0o644);
    await writeOwnFile(file, 'new');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing behind when it cannot be written', async () => {
    await expect(writeOwnFile(join(folder, 'missing', 'file'), 'x')).rejects.toThrow('ENOENT');
    expect(readdirSync(folder)).toEqual([]);
  });
});
