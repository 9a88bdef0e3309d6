import type { BlobStore } from '@guildhall/blob-store';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { SealBroken } from '../errors.js';
import type { Vault } from '../port.js';

/** A vault and its blob store, which may hold other keys and blobs; the suite closes the vault. */
export type OpenVault = () => Promise<{ vault: Vault; blobs: BlobStore }>;

/** The behaviour of every vault. */
export const vaultContract = (name: string, open: OpenVault): void => {
  describe(`${name} keeps the contract of a vault`, () => {
    let vault: Vault;
    let blobs: BlobStore;
    let subject: string;
    const secret = Buffer.from('what one person wrote to another');

    beforeEach(async () => {
      ({ vault, blobs } = await open());
      subject = `suite:${randomUUID()}`;
    });
    afterEach(async () => {
      await vault.shred(subject);
      await vault.close();
    });

    it.each([0, 1, 70_000])('opens the %d sealed bytes, also after a restart', async (size) => {
      const plain = randomBytes(size);
      const ref = await vault.seal(subject, 'application/octet-stream', plain);
      expect(ref).toMatchObject({ size, mediaType: 'application/octet-stream' });
      expect(Buffer.from((await vault.open(ref)) ?? 'nothing').equals(plain)).toBe(true);
      const restarted = await open();
      expect(Buffer.from((await restarted.vault.open(ref)) ?? 'nothing').equals(plain)).toBe(true);
      await restarted.vault.close();
    });

    it('names the blob by the digest of the ciphertext, which reveals nothing about the text', async () => {
      const ref = await vault.seal(subject, 'text/plain', secret);
      const again = await vault.seal(subject, 'text/plain', secret);
      const sealed = Buffer.from((await blobs.get(ref.digest)) ?? '');
      expect(createHash('sha256').update(sealed).digest('hex')).toBe(ref.digest);
      expect(sealed.includes(secret.subarray(0, 8))).toBe(false);
      expect(again.digest).not.toBe(ref.digest);
      expect(again.keyId).toBe(ref.keyId);
    });

    it('opens nothing for a reference with another media type, key or blob', async () => {
      const ref = await vault.seal(subject, 'text/plain', secret);
      const stranger = await vault.seal(`${subject}:other`, 'text/plain', secret);
      for (const wrong of [
        { ...ref, mediaType: 'text/html' },
        { ...ref, keyId: stranger.keyId },
        { ...ref, digest: stranger.digest },
        { ...ref, digest: (await blobs.put(Buffer.from('short'))).digest },
      ]) {
        await expect(vault.open(wrong)).rejects.toBeInstanceOf(SealBroken);
      }
      await vault.shred(`${subject}:other`);
    });

    it('returns null for a key or a blob that does not exist', async () => {
      const ref = await vault.seal(subject, 'text/plain', secret);
      for (const keyId of ['', '../master', `${'0'.repeat(32)}-${'0'.repeat(16)}`, `${ref.keyId.slice(0, -1)}x`]) {
        expect(await vault.open({ ...ref, keyId })).toBeNull();
      }
      await blobs.delete(ref.digest);
      expect(await vault.open(ref)).toBeNull();
    });

    it('opens no blob of a subject whose keys were shredded, and all blobs of others', async () => {
      const other = `${subject}:other`;
      const ref = await vault.seal(subject, 'text/plain', secret);
      const kept = await vault.seal(other, 'text/plain', secret);
      await vault.shred(subject);
      const restarted = await open();
      for (const handle of [vault, restarted.vault]) {
        expect(await handle.open(ref)).toBeNull();
        expect(Buffer.from((await handle.open(kept)) ?? '').equals(secret)).toBe(true);
      }
      const after = await vault.seal(subject, 'text/plain', secret);
      expect(after.keyId).not.toBe(ref.keyId);
      expect(await vault.open(ref)).toBeNull();
      expect(Buffer.from((await vault.open(after)) ?? '').equals(secret)).toBe(true);
      await restarted.vault.close();
      await vault.shred(other);
      await vault.shred(`${subject}:never-seen`);
    });

    it('never seals under a key that is destroyed meanwhile: such a blob opens intact or not at all', async () => {
      const work = Array.from({ length: 40 }, async (_, index) => {
        if (index % 5 === 4) return vault.shred(subject).then(() => null);
        return vault.seal(subject, 'text/plain', secret);
      });
      for (const ref of await Promise.all(work)) {
        const opened = ref === null ? null : await vault.open(ref);
        expect(opened === null || Buffer.from(opened).equals(secret)).toBe(true);
      }
      await vault.shred(subject);
      for (const ref of await Promise.all(work)) expect(ref === null ? null : await vault.open(ref)).toBeNull();
    });

    it('digests a text the same way each time, differently for each subject, and differently again after a shred', async () => {
      const digest = await vault.digest(subject, 'text');
      expect(digest).toMatch(/^[0-9a-f]{64}$/);
      const restarted = await open();
      expect(await restarted.vault.digest(subject, 'text')).toBe(digest);
      await restarted.vault.close();
      expect(await vault.digest(subject, 'texT')).not.toBe(digest);
      expect(await vault.digest(`${subject}:other`, 'text')).not.toBe(digest);
      await vault.shred(subject);
      expect(await vault.digest(subject, 'text')).not.toBe(digest);
      await vault.shred(`${subject}:other`);
    });

    it('creates one key when many callers need the first at once', async () => {
      const refs = await Promise.all(Array.from({ length: 10 }, () => vault.seal(subject, 'text/plain', secret)));
      expect(new Set(refs.map(({ keyId }) => keyId)).size).toBe(1);
    });
  });
};
