import type { BlobRef } from '@guildhall/contracts';

/** Stores data keys, apart from log and blobs and with backups of their own. The master key wraps each of them. */
export interface KeyStore {
  /** The newest key of a subject, created if there is none. */
  current(subject: string): Promise<DataKey>;
  /** Null: never created, or shredded. */
  byId(keyId: string): Promise<DataKey | null>;
  /** Destroys all keys of the subject: no blob that was sealed under them can ever be opened again. */
  shred(subject: string): Promise<void>;
  close(): Promise<void>;
}
export interface DataKey {
  id: string;
  subject: string;
  /** 32 bytes. */
  key: Uint8Array;
}

/** Seals bytes under the key of a subject (AES-256-GCM) and keeps them in the blob store. */
export interface Vault {
  /** The blob is durable before this resolves. */
  seal(subject: string, mediaType: string, plain: Uint8Array): Promise<BlobRef>;
  /** Null if the key was shredded or the blob is gone. */
  open(ref: BlobRef): Promise<Uint8Array | null>;
  /** HMAC-SHA-256 (hex) under the key of a subject, to compare bodies without storing them. */
  digest(subject: string, text: string): Promise<string>;
  shred(subject: string): Promise<void>;
  close(): Promise<void>;
}
