import type { BlobRef } from '@guildhall/contracts';

/** Where data keys live: apart from log and blobs, and backed up apart. Keys are stored wrapped by the master key. */
export interface KeyStore {
  /** The newest key of a subject, made when there is none. */
  current(subject: string): Promise<DataKey>;
  /** Null: never made, or shredded. */
  byId(keyId: string): Promise<DataKey | null>;
  /** Destroys every key of the subject: what was sealed under them cannot be opened again, by anybody. */
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
  /** Null when the key was shredded or the blob is gone. */
  open(ref: BlobRef): Promise<Uint8Array | null>;
  /** HMAC-SHA-256 (hex) under the key of a subject: compares bodies without keeping them. */
  digest(subject: string, text: string): Promise<string>;
  shred(subject: string): Promise<void>;
  close(): Promise<void>;
}
