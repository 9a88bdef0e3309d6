import { FolderFiles, type AgentFiles } from '@guildhall/agent-files';
import { fileLimits, GuildhallError } from '@guildhall/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import { archiveOf } from './archive.js';

/** Text of every file in a zip by its name, as its central directory says (APPNOTE 4.3.12). */
const unpacked = (zip: Buffer): Record<string, string> => {
  const found: Record<string, string> = {};
  let at = zip.readUInt32LE(zip.lastIndexOf('PK\x05\x06') + 16);
  while (zip.subarray(at, at + 4).toString('latin1') === 'PK\x01\x02') {
    const [method, packed, name, extra, comment] = [10, 20, 28, 30, 32].map((field) =>
      field === 20 ? zip.readUInt32LE(at + field) : zip.readUInt16LE(at + field),
    ) as [number, number, number, number, number];
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(from, from + packed);
    found[zip.subarray(at + 46, at + 46 + name).toString()] = (
      method === 0 ? content : inflateRawSync(content)
    ).toString();
    at += 46 + name + extra + comment;
  }
  return found;
};

describe('an archive of files', () => {
  let folder: string;
  let files: AgentFiles;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-archive-'));
    files = new FolderFiles({ workspace: { path: folder, readOnly: false } });
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'a.txt'), 'first');
    writeFileSync(join(folder, 'deep/b.txt'), 'second');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const archive = async (path = ''): Promise<Record<string, string>> =>
    unpacked(await buffer(await archiveOf(files, 'workspace', path)));
  /** As if somebody did something to a file between the list and its turn. */
  const reading = (read: (path: string, as: () => Promise<Buffer>) => Promise<Buffer>): void => {
    const real = files;
    files = Object.assign(Object.create(real) as AgentFiles, {
      read: (...args: Parameters<AgentFiles['read']>) => read(args[1], () => real.read(...args)),
    });
  };

  it('has every file, or the one that was named, and no note when nothing is missing', async () => {
    expect(await archive()).toEqual({ 'a.txt': 'first', 'deep/b.txt': 'second' });
    expect(await archive('deep/b.txt')).toEqual({ 'deep/b.txt': 'second' });
  });

  it('names what it cannot have, and has the rest', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    symlinkSync('/etc/passwd', join(folder, 'link'));
    for (const name of ['..\\x', 'back\\slash', 'C:drive', 'deep/line\nbreak']) writeFileSync(join(folder, name), 'x');
    const { 'NOT-IN-THIS-ARCHIVE.txt': note = '', ...rest } = await archive();
    expect(rest).toEqual({ 'a.txt': 'first', 'deep/b.txt': 'second' });
    const lines = note.split('\n').filter((line) => line.startsWith('"'));
    expect(lines.map((line) => JSON.parse(line.split('": ')[0] + '"') as string).sort()).toEqual(
      ['..\\x', 'C:drive', 'back\\slash', 'deep/line\nbreak', 'link', 'pipe'].sort(),
    );
    expect(note).toMatch(/^"link": it is a link$/m);
    expect(note).toMatch(/^"pipe": it is no file$/m);
    expect(note).toMatch(/^"back\\\\slash": .*it has a backslash/m);
  });

  it.each([
    ['gone', (path: string) => new GuildhallError('FILE_NOT_FOUND', { root: 'workspace', path })],
    [
      'closed',
      (path: string) => new GuildhallError('PATH_REFUSED', { path, reason: 'its owner lets nobody read it.' }),
    ],
    ['too large', (path: string) => new GuildhallError('FILE_TOO_LARGE', { path, limit: fileLimits.download })],
  ])('names a file that is %s when its turn comes', async (_, refusal) => {
    reading((path, as) => (path === 'a.txt' ? Promise.reject(refusal(path)) : as()));
    const { 'NOT-IN-THIS-ARCHIVE.txt': note, ...rest } = await archive();
    expect(rest).toEqual({ 'deep/b.txt': 'second' });
    expect(note).toContain(`"a.txt": ${refusal('a.txt').message}`);
  });

  it('takes files from any time', async () => {
    execFileSync('touch', ['-d', '1950-01-01', join(folder, 'a.txt')]);
    utimesSync(join(folder, 'deep/b.txt'), 10_000_000_000, 10_000_000_000);
    expect(await archive()).toEqual({ 'a.txt': 'first', 'deep/b.txt': 'second' });
  });

  it('keeps a file that has the name of the note', async () => {
    writeFileSync(join(folder, 'NOT-IN-THIS-ARCHIVE.txt'), 'mine');
    symlinkSync('/etc/passwd', join(folder, 'link'));
    expect(await archive()).toMatchObject({
      'NOT-IN-THIS-ARCHIVE.txt': 'mine',
      'NOT-IN-THIS-ARCHIVE-2.txt': expect.stringContaining('"link"'),
    });
  });

  it('breaks when the place of the files cannot be reached any more', async () => {
    const lost = new GuildhallError('ENGINE_UNREACHABLE', { reason: 'gone.' });
    reading((path, as) => (path === 'deep/b.txt' ? Promise.reject(lost) : as()));
    await expect(archive()).rejects.toBe(lost);
    reading(() => Promise.reject(lost));
    const broken: Readable = await archiveOf(files, 'workspace', '');
    await new Promise((resolve) => broken.once('close', resolve));
    expect(broken.errored).toBe(lost);
  });

  it('is refused before its first byte when one file is larger than a download may be', async () => {
    const { download } = fileLimits;
    writeFileSync(join(folder, 'deep/large'), '');
    truncateSync(join(folder, 'deep/large'), download);
    (await archiveOf(files, 'workspace', '')).destroy();
    truncateSync(join(folder, 'deep/large'), download + 1);
    const details = { path: 'deep/large', limit: download };
    await expect(archiveOf(files, 'workspace', '')).rejects.toMatchObject({ code: 'FILE_TOO_LARGE', details });
  });

  it('reads no further when nobody takes it', async () => {
    for (let number = 0; number < 20; number += 1) writeFileSync(join(folder, `n${number}`), 'x');
    const read: string[] = [];
    reading((path, as) => {
      read.push(path);
      return as();
    });
    const output = await archiveOf(files, 'workspace', '');
    output.destroy();
    await new Promise((resolve) => output.once('close', resolve));
    expect(read.length).toBeLessThan(3);
  });
});
