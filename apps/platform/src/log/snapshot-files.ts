import type { JsonObject } from '@guildhall/contracts';
import type { BlobStore } from '@guildhall/blob-store';
import type { ReadStore } from '@guildhall/read-store';

/**
 * Named snapshots: the content in the blob store, the pointer beside the read models. Disposable: a missing, broken
 * or foreign one is the same as none. Saving never fails the caller: a full disk must not stop the log.
 */
export class SnapshotFiles {
  constructor(
    private readonly blobs: BlobStore,
    private readonly pointers: ReadStore,
    private readonly onFailure: (name: string, error: unknown) => void,
  ) {}

  async load(name: string, version: string, logId: string): Promise<JsonObject | null> {
    try {
      const pointer = await this.pointers.setting(`snapshot:${name}`);
      if (pointer === null || pointer['version'] !== version || pointer['logId'] !== logId) return null;
      const bytes = await this.blobs.get(String(pointer['digest']));
      return bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString('utf8')) as JsonObject);
    } catch (error) {
      this.onFailure(name, error);
      return null;
    }
  }

  async save(name: string, version: string, logId: string, content: JsonObject): Promise<void> {
    try {
      const before = await this.pointers.setting(`snapshot:${name}`);
      const { digest } = await this.blobs.put(Buffer.from(JSON.stringify(content)));
      await this.pointers.putSetting(`snapshot:${name}`, { version, logId, digest });
      if (before !== null && before['digest'] !== digest) await this.blobs.delete(String(before['digest']));
    } catch (error) {
      this.onFailure(name, error);
    }
  }
}
