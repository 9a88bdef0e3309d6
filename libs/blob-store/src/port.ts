/** Content-addressed bytes. `digest` is the SHA-256 of the bytes in lower-case hex. */
export interface BlobStore {
  /** Durable when it resolves. The same bytes again are a success. Rejects with `BlobStoreFull` when there is no room. */
  put(bytes: Uint8Array): Promise<{ digest: string; size: number }>;
  /** Null when unknown; rejects with `BlobDamaged` when the bytes do not match the digest. */
  get(digest: string): Promise<Uint8Array | null>;
  has(digest: string): Promise<boolean>;
  delete(digest: string): Promise<void>;
  /** All digests with the time they were written (milliseconds since the epoch), in no order. */
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
    super('no room left for blobs', options);
    this.name = 'BlobStoreFull';
  }
}
