import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, opendir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobDamaged, BlobStoreFull, type BlobStore } from '../port.js';
import { FolderFlush } from './folder-flush.js';

export interface FileBlobStoreOptions {
  /** Created if missing, readable by its owner only. Any number of processes may share it. */
  directory: string;
}

const digestForm = /^[0-9a-f]{64}$/;
const folderNames = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const unfinishedFolder = 'unfinished';
/** Age at which an unfinished file is removed; a younger one may belong to a running process. */
const abandonedMs = 3_600_000;

/** Blobs as files, in 256 folders by the first byte of their digest. */
export const openFileBlobStore = async ({ directory }: FileBlobStoreOptions): Promise<BlobStore> => {
  const flush = new FolderFlush();
  const created = await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const name of [unfinishedFolder, ...folderNames]) {
    await mkdir(join(directory, name), { recursive: true, mode: 0o700 });
  }
  await flush.flush(directory);
  if (created !== undefined) await flush.flush(join(created, '..'));
  await removeAbandoned(join(directory, unfinishedFolder));
  return new FileBlobStore(directory, flush);
};

const removeAbandoned = async (folder: string): Promise<void> => {
  for await (const entry of await opendir(folder)) {
    const file = join(folder, entry.name);
    const found = await stat(file).catch(missingIsNull);
    if (found !== null && Date.now() - found.mtimeMs > abandonedMs) await rm(file, { force: true });
  }
};

class FileBlobStore implements BlobStore {
  /** Puts in flight: the same bytes at the same time are written once. */
  private readonly putting = new Map<string, Promise<void>>();

  constructor(
    private readonly directory: string,
    private readonly folders: FolderFlush,
  ) {}

  async put(bytes: Uint8Array): Promise<{ digest: string; size: number }> {
    const digest = digestOf(bytes);
    const underWay = this.putting.get(digest);
    if (underWay === undefined) {
      // A copy: the caller may use its buffer again before the bytes are on disk.
      const writing = this.store(digest, Buffer.from(bytes)).finally(() => this.putting.delete(digest));
      this.putting.set(digest, writing);
      await writing;
    } else {
      await underWay;
    }
    return { digest, size: bytes.byteLength };
  }

  async get(digest: string): Promise<Uint8Array | null> {
    if (!digestForm.test(digest)) return null;
    const bytes = await readFile(this.fileOf(digest)).catch(missingIsNull);
    if (bytes !== null && digestOf(bytes) !== digest) throw new BlobDamaged(digest);
    return bytes;
  }

  async has(digest: string): Promise<boolean> {
    if (!digestForm.test(digest)) return false;
    return (await stat(this.fileOf(digest)).catch(missingIsNull)) !== null;
  }

  async delete(digest: string): Promise<void> {
    if (digestForm.test(digest)) await rm(this.fileOf(digest), { force: true });
  }

  async *list(): AsyncIterable<{ digest: string; writtenAt: number }> {
    for (const name of folderNames) {
      for await (const entry of await opendir(join(this.directory, name))) {
        if (!digestForm.test(entry.name)) continue;
        const found = await stat(this.fileOf(entry.name)).catch(missingIsNull);
        if (found !== null) yield { digest: entry.name, writtenAt: found.mtimeMs };
      }
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.putting.values());
  }

  private async store(digest: string, bytes: Uint8Array): Promise<void> {
    try {
      if (!(await this.refresh(digest))) await this.write(digest, bytes);
      await this.folders.flush(this.folderOf(digest));
    } catch (error) {
      throw isFull(error) ? new BlobStoreFull({ cause: error }) : error;
    }
  }

  /** Marks the blob as written now, so that a sweep by age keeps it. Returns false for a damaged one, to be replaced. */
  private async refresh(digest: string): Promise<boolean> {
    const kept = await readFile(this.fileOf(digest)).catch(missingIsNull);
    if (kept === null || digestOf(kept) !== digest) return false;
    const now = new Date();
    const refreshed = await utimes(this.fileOf(digest), now, now).catch(missingIsNull);
    return refreshed !== null;
  }

  private async write(digest: string, bytes: Uint8Array): Promise<void> {
    const unfinished = join(this.directory, unfinishedFolder, randomUUID());
    try {
      const handle = await open(unfinished, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(unfinished, this.fileOf(digest));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  private folderOf(digest: string): string {
    return join(this.directory, digest.slice(0, 2));
  }

  private fileOf(digest: string): string {
    return join(this.folderOf(digest), digest);
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

const isFull = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';

const missingIsNull = (error: unknown): null => {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
};
