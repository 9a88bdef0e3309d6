import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobStoreContract } from '../contract/blob-store.suite.js';
import { BlobDamaged } from '../port.js';
import { openFileBlobStore } from './file-blob-store.js';

const directory = mkdtempSync(join(tmpdir(), 'guildhall-blobs-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

blobStoreContract('the file store', () => openFileBlobStore({ directory: join(directory, 'shared') }));

describe('blobs in files', () => {
  let root: string;
  let stores = 0;
  beforeEach(() => (root = join(directory, `own-${(stores += 1)}`)));
  const fileOf = (digest: string): string => join(root, digest.slice(0, 2), digest);

  it('can be read by their owner only', async () => {
    const blobs = await openFileBlobStore({ directory: root });
    const { digest } = await blobs.put(randomBytes(10));
    expect(statSync(root).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, digest.slice(0, 2))).mode & 0o777).toBe(0o700);
    expect(statSync(fileOf(digest)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['changed', (file: string) => writeFileSync(file, randomBytes(10))],
    ['cut', (file: string) => truncateSync(file, 4)],
  ])('are reported as damaged if the file was %s, and are whole after they are put again', async (_case, inflict) => {
    const blobs = await openFileBlobStore({ directory: root });
    const bytes = randomBytes(10);
    const { digest } = await blobs.put(bytes);
    inflict(fileOf(digest));
    await expect(blobs.get(digest)).rejects.toBeInstanceOf(BlobDamaged);
    await blobs.put(bytes);
    expect(Buffer.from((await blobs.get(digest)) ?? '').equals(bytes)).toBe(true);
  });

  it('count as written now when the same bytes are put again', async () => {
    const blobs = await openFileBlobStore({ directory: root });
    const bytes = randomBytes(10);
    const { digest } = await blobs.put(bytes);
    utimesSync(fileOf(digest), 1_000, 1_000);
    await blobs.put(bytes);
    for await (const { writtenAt } of blobs.list()) expect(writtenAt).toBeGreaterThan(1_000_000_000_000);
  });

  it('leave no unfinished file, and the next start removes the files of dead processes', async () => {
    const blobs = await openFileBlobStore({ directory: root });
    await Promise.all(Array.from({ length: 20 }, () => blobs.put(randomBytes(1_000))));
    const unfinished = join(root, 'unfinished');
    expect(readdirSync(unfinished)).toEqual([]);
    for (const name of ['old', 'young']) writeFileSync(join(unfinished, name), 'half');
    utimesSync(join(unfinished, 'old'), 1_000, 1_000);
    const again = await openFileBlobStore({ directory: root });
    expect(readdirSync(unfinished)).toEqual(['young']);
    let listed = 0;
    for await (const _entry of again.list()) listed += 1;
    expect(listed).toBe(20);
  });
});
