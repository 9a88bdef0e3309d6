import type { BlobStore } from '@guildhall/blob-store';
import { createHash } from 'node:crypto';

/** Blobs in memory. */
export class MemoryBlobs implements BlobStore {
  readonly bytes = new Map<string, Uint8Array>();

  async put(bytes: Uint8Array): Promise<{ digest: string; size: number }> {
    const digest = createHash('sha256').update(bytes).digest('hex');
    this.bytes.set(digest, bytes);
    return { digest, size: bytes.length };
  }

  async get(digest: string): Promise<Uint8Array | null> {
    return this.bytes.get(digest) ?? null;
  }

  async has(digest: string): Promise<boolean> {
    return this.bytes.has(digest);
  }

  async delete(digest: string): Promise<void> {
    this.bytes.delete(digest);
  }

  async *list(): AsyncIterable<{ digest: string; writtenAt: number }> {
    for (const digest of this.bytes.keys()) yield { digest, writtenAt: 0 };
  }

  async close(): Promise<void> {}
}
