import { durable, MongoConnection, MongoFull, type MongoOptions } from '@guildhall/mongodb';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GridFSBucket, MongoGridFSChunkError, ObjectId, type GridFSFile } from 'mongodb';
import { BlobDamaged, BlobStoreFull, type BlobStore } from '../port.js';

/** Opens the blobs in GridFS: each is a file named by its digest, acknowledged by a majority. */
export const openMongoBlobStore = async (options: MongoOptions): Promise<BlobStore> => {
  const blobs = new MongoBlobStore(await MongoConnection.open(options));
  await blobs.removeAbandoned();
  return blobs;
};

const digestForm = /^[0-9a-f]{64}$/;
const bucketName = 'blobs';
/** Age at which unfinished parts are removed; younger ones may belong to a running process. */
const abandonedMs = 3_600_000;

class MongoBlobStore implements BlobStore {
  private readonly bucket: GridFSBucket;
  /** Puts in flight: the same bytes at the same time are written once. */
  private readonly putting = new Map<string, Promise<void>>();

  constructor(private readonly connection: MongoConnection) {
    this.bucket = new GridFSBucket(connection.db, { bucketName, ...durable });
  }

  async put(bytes: Uint8Array): Promise<{ digest: string; size: number }> {
    const digest = digestOf(bytes);
    const underWay = this.putting.get(digest);
    if (underWay === undefined) {
      // A copy: the caller may use its buffer again before the bytes are sent.
      const writing = this.store(digest, Buffer.from(bytes)).finally(() => this.putting.delete(digest));
      this.putting.set(digest, writing);
      await writing;
    } else {
      await underWay;
    }
    return { digest, size: bytes.byteLength };
  }

  async get(digest: string): Promise<Uint8Array | null> {
    const files = await this.filesOf(digest);
    for (const file of files) {
      const bytes = await this.read(file);
      if (bytes !== null && digestOf(bytes) === digest) return bytes;
    }
    // Deleted during the read, or damaged.
    if (files.length === 0 || (await this.filesOf(digest)).length === 0) return null;
    throw new BlobDamaged(digest);
  }

  async has(digest: string): Promise<boolean> {
    return (await this.filesOf(digest)).length > 0;
  }

  async delete(digest: string): Promise<void> {
    for (const { _id } of await this.filesOf(digest)) await this.remove(_id);
  }

  async *list(): AsyncIterable<{ digest: string; writtenAt: number }> {
    const files = this.files
      .find({}, { projection: { filename: 1, uploadDate: 1 } })
      .sort({ filename: 1, uploadDate: -1 });
    let last = '';
    try {
      for (;;) {
        const file = await this.connection.use(() => files.next());
        if (file === null) return;
        if (file.filename !== last && digestForm.test(file.filename)) {
          yield { digest: file.filename, writtenAt: file.uploadDate.getTime() };
        }
        last = file.filename;
      }
    } finally {
      await files.close();
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.putting.values());
    await this.connection.close();
  }

  /** Removes parts of uploads that never finished: their file, which is written last, is missing. */
  async removeAbandoned(): Promise<void> {
    const now = (await this.connection.serverTime()).getTime();
    const before = ObjectId.createFromTime(Math.floor((now - abandonedMs) / 1_000));
    const chunks = this.connection.collection<{ files_id: ObjectId }>(`${bucketName}.chunks`);
    const old = await this.connection.use(() => chunks.distinct('files_id', { files_id: { $lt: before } }));
    for (const files_id of old) {
      const file = await this.connection.use(() => this.files.findOne({ _id: files_id }, { projection: { _id: 1 } }));
      if (file === null) await this.connection.use(() => chunks.deleteMany({ files_id }));
    }
  }

  private get files() {
    return this.connection.collection<GridFSFile>(`${bucketName}.files`);
  }

  /** The files of a digest, newest first: two processes that put the same bytes at once create two. */
  private async filesOf(digest: string): Promise<GridFSFile[]> {
    if (!digestForm.test(digest)) return [];
    return this.connection.use(() => this.files.find({ filename: digest }).sort({ uploadDate: -1 }).toArray());
  }

  private async store(digest: string, bytes: Buffer): Promise<void> {
    try {
      const before = await this.filesOf(digest);
      for (const file of before) if (await this.refresh(digest, file)) return;
      const upload = this.bucket.openUploadStream(digest);
      await this.connection.use(() => pipeline(Readable.from([bytes], { objectMode: false }), upload));
      for (const { _id } of before) await this.remove(_id);
    } catch (error) {
      throw error instanceof MongoFull ? new BlobStoreFull({ cause: error }) : error;
    }
  }

  /** Marks the blob as written now, so that a sweep by age keeps it. Returns false for a damaged one, to be replaced. */
  private async refresh(digest: string, file: GridFSFile): Promise<boolean> {
    const bytes = await this.read(file);
    if (bytes === null || digestOf(bytes) !== digest) return false;
    const change = { $currentDate: { uploadDate: true as const } };
    const { matchedCount } = await this.connection.use(() => this.files.updateOne({ _id: file._id }, change, durable));
    return matchedCount === 1;
  }

  /** Null: some parts are missing. */
  private read({ _id }: GridFSFile): Promise<Buffer | null> {
    return this.connection.use(async () => {
      const parts: Buffer[] = [];
      try {
        for await (const part of this.bucket.openDownloadStream(_id)) parts.push(part as Buffer);
        return Buffer.concat(parts);
      } catch (error) {
        if (error instanceof MongoGridFSChunkError || isMissing(error)) return null;
        throw error;
      }
    });
  }

  private async remove(id: ObjectId): Promise<void> {
    await this.connection.use(() => this.bucket.delete(id).catch(missingIsNone));
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const isMissing = (error: unknown): boolean => /FileNotFound|File not found/.test(String(error));

const missingIsNone = (error: unknown): void => {
  if (!isMissing(error)) throw error;
};
