/** Content-addressed bytes. `digest` is the SHA-256 of the bytes in lower-case hex. */
export interface BlobStore {
  /** Resolves once durable. Accepts the same bytes again. Rejects with `BlobStoreFull` if the disk is full. */
  put(bytes: Uint8Array): Promise<{ digest: string; size: number }>;
  /** Null if unknown; rejects with `BlobDamaged` if the bytes do not match the digest. */
  get(digest: string): Promise<Uint8Array | null>;
  has(digest: string): Promise<boolean>;
  delete(digest: string): Promise<void>;
  /** All digests with the time they were written (milliseconds since the epoch), in any order. */
  list(): AsyncIterable<{ digest: string; writtenAt: number }>;
  close(): Promise<void>;
}

export class BlobDamaged extends Error {
  constructor(readonly digest: string) {
    super(`the blob ${digest} does not match its digest`);
    this.name = 'BlobDamaged';
  }
}

export class BlobStoreFull extends Error {
  constructor(options?: ErrorOptions) {
    super('the disk is full: no room for blobs', options);
    this.name = 'BlobStoreFull';
  }
}
