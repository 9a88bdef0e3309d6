import type { JsonObject } from '@guildhall/contracts';
import type { BlobStore } from '@guildhall/blob-store';
import { type ReadStore, putSetting, settingOf } from '@guildhall/read-store';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { InjectLogger, InjectStores } from '../stores/injection.js';
import type { Stores } from '../stores/stores.js';

/** What a snapshot must be of to be used. */
export interface SnapshotKey {
  name: string;
  version: string;
  logId: string;
}

/**
 * Named snapshots: the content in the blob store, the pointer beside the read models. Disposable: a missing, broken
 * or foreign one is the same as none. Saving never fails the caller: a full disk must not stop the log.
 */
@Injectable()
export class SnapshotFiles {
  private readonly blobs: BlobStore;
  private readonly pointers: ReadStore;

  constructor(
    @InjectStores() { blobs, reads }: Pick<Stores, 'blobs' | 'reads'>,
    @InjectLogger() private readonly log: Logger,
  ) {
    this.blobs = blobs;
    this.pointers = reads;
  }

  async load({ name, version, logId }: SnapshotKey): Promise<JsonObject | null> {
    try {
      const pointer = await settingOf(this.pointers, `snapshot:${name}`);
      if (pointer === null || pointer['version'] !== version || pointer['logId'] !== logId) return null;
      const bytes = await this.blobs.get(String(pointer['digest']));
      return bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString('utf8')) as JsonObject);
    } catch (error) {
      this.failed(name, error);
      return null;
    }
  }

  /** The name is part of the content, so that no two snapshots ever share a blob. */
  async save({ name, version, logId }: SnapshotKey, content: JsonObject): Promise<void> {
    try {
      const before = await settingOf(this.pointers, `snapshot:${name}`);
      const { digest } = await this.blobs.put(Buffer.from(JSON.stringify({ ...content, snapshot: name })));
      await putSetting(this.pointers, `snapshot:${name}`, { version, logId, digest });
      if (before !== null && before['digest'] !== digest) await this.blobs.delete(String(before['digest']));
    } catch (error) {
      this.failed(name, error);
    }
  }

  private failed(name: string, error: unknown): void {
    this.log.warn({ err: error, snapshot: name }, 'a snapshot could not be used');
  }
}
