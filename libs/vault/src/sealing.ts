import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM with a random nonce; returns nonce, ciphertext, tag. `context` is authenticated but not stored: opening
 * needs the same one. A random nonce allows 2^32 seals under one key, far more than one subject writes.
 */
export const sealBytes = (key: Uint8Array, context: string, plain: Uint8Array): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** Throws if key, context or bytes are not those of the seal. */
export const openBytes = (key: Uint8Array, context: string, sealed: Uint8Array): Buffer => {
  if (sealed.byteLength < nonceBytes + tagBytes) throw new Error('too short to be sealed');
  const end = sealed.byteLength - tagBytes;
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, end)), decipher.final()]);
};
