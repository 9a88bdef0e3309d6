import type { BlobStore } from '@guildhall/blob-store';
import type { BlobRef } from '@guildhall/contracts';
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { SealBroken } from './errors.js';
import type { DataKey, KeyStore, Vault } from './port.js';
import { openBytes, sealBytes } from './sealing.js';

export interface VaultParts {
  /** Stays open after the vault is closed. */
  blobs: BlobStore;
  /** Closed with the vault. */
  keys: KeyStore;
}

/** Seals and opens blobs under the keys of their subjects. */
export const openVault = async (parts: VaultParts): Promise<Vault> => new SealingVault(parts);

/** Most derived keys in memory. */
const maxDigestKeys = 4_096;
const digestPurpose = 'guildhall/digest';

/** Binds a seal to its key and media type: a reference with another one does not open it. */
const contextOf = (keyId: string, mediaType: string): string => JSON.stringify(['guildhall/seal/1', keyId, mediaType]);

class SealingVault implements Vault {
  /** By the id of the data key: the successor of a shredded key has another id and so other digests. */
  private readonly digestKeys = new Map<string, KeyObject>();

  constructor(private readonly parts: VaultParts) {}

  async seal(subject: string, mediaType: string, plain: Uint8Array): Promise<BlobRef> {
    const { id: keyId, key } = await this.parts.keys.current(subject);
    const sealed = sealBytes(key, contextOf(keyId, mediaType), plain);
    const { digest } = await this.parts.blobs.put(sealed);
    return { digest, keyId, size: plain.byteLength, mediaType };
  }

  async open({ digest, keyId, mediaType }: BlobRef): Promise<Uint8Array | null> {
    const key = await this.parts.keys.byId(keyId);
    const sealed = key === null ? null : await this.parts.blobs.get(digest);
    if (key === null || sealed === null) return null;
    try {
      return openBytes(key.key, contextOf(keyId, mediaType), sealed);
    } catch (error) {
      throw new SealBroken(digest, { cause: error });
    }
  }

  async digest(subject: string, text: string): Promise<string> {
    const key = await this.parts.keys.current(subject);
    return createHmac('sha256', this.digestKey(key)).update(text).digest('hex');
  }

  async shred(subject: string): Promise<void> {
    this.digestKeys.clear();
    await this.parts.keys.shred(subject);
    this.digestKeys.clear();
  }

  async close(): Promise<void> {
    this.digestKeys.clear();
    await this.parts.keys.close();
  }

  private digestKey({ id, key }: DataKey): KeyObject {
    const kept = this.digestKeys.get(id);
    if (kept !== undefined) return kept;
    const derived = createSecretKey(Buffer.from(hkdfSync('sha256', key, '', digestPurpose, 32)));
    const [oldest] = this.digestKeys.keys();
    if (this.digestKeys.size >= maxDigestKeys && oldest !== undefined) this.digestKeys.delete(oldest);
    this.digestKeys.set(id, derived);
    return derived;
  }
}
