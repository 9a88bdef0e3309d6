import { createHash, randomBytes } from 'node:crypto';
import type { BlobStore } from '../port.js';

/** The behaviour of every blob store. It may hold other blobs; `open` opens one more handle on the same store. */
export const blobStoreContract = (name: string, open: () => Promise<BlobStore>): void => {
  describe(`${name} keeps the contract of a blob store`, () => {
    let blobs: BlobStore;
    const written: string[] = [];

    beforeEach(async () => {
      blobs = await open();
    });
    afterEach(async () => {
      for (const digest of written.splice(0)) await blobs.delete(digest);
      await blobs.close();
    });

    const put = async (bytes: Uint8Array) => {
      const result = await blobs.put(bytes);
      written.push(result.digest);
      return result;
    };
    const listed = async (digest: string) => {
      for await (const entry of blobs.list()) if (entry.digest === digest) return entry;
      return undefined;
    };
    const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

    it.each([0, 1, 1_000, 300_000, 3_000_000])('returns the %d bytes that were put', async (size) => {
      const bytes = randomBytes(size);
      expect(await put(bytes)).toEqual({ digest: sha256(bytes), size });
      const other = await open();
      expect(Buffer.from((await other.get(sha256(bytes))) ?? 'nothing').equals(bytes)).toBe(true);
      expect(await other.has(sha256(bytes))).toBe(true);
      await other.close();
    });

    it('returns nothing for other digests, whatever they look like', async () => {
      for (const digest of [sha256(randomBytes(8)), '', '..', '../../etc/passwd', 'A'.repeat(64), 'zz'.repeat(32)]) {
        expect(await blobs.get(digest)).toBeNull();
        expect(await blobs.has(digest)).toBe(false);
        await blobs.delete(digest);
      }
    });

    it('accepts the same bytes again, also at the same time and through several handles', async () => {
      const bytes = randomBytes(5_000);
      const other = await open();
      const results = await Promise.all([put(bytes), put(bytes), other.put(bytes), other.put(bytes), put(bytes)]);
      expect(new Set(results.map(({ digest }) => digest))).toEqual(new Set([sha256(bytes)]));
      expect(Buffer.from((await other.get(sha256(bytes))) ?? '').equals(bytes)).toBe(true);
      await other.close();
    });

    it('keeps many blobs apart that are put at once', async () => {
      const all = Array.from({ length: 100 }, () => randomBytes(300));
      await Promise.all(all.map(put));
      for (const bytes of all) expect(Buffer.from((await blobs.get(sha256(bytes))) ?? '').equals(bytes)).toBe(true);
    });

    it("ignores later changes of the caller's buffer", async () => {
      const bytes = Buffer.from('before '.repeat(10_000));
      const digest = sha256(bytes);
      const putting = put(bytes);
      bytes.fill(0);
      await putting;
      expect(sha256((await blobs.get(digest)) ?? Buffer.alloc(0))).toBe(digest);
    });

    it('lists its blobs with the time they were written, without deleted ones', async () => {
      const before = Date.now();
      const { digest } = await put(randomBytes(100));
      const entry = await listed(digest);
      expect(Math.abs((entry?.writtenAt ?? 0) - before)).toBeLessThan(60_000);
      await blobs.delete(digest);
      expect(await blobs.get(digest)).toBeNull();
      expect(await blobs.has(digest)).toBe(false);
      expect(await listed(digest)).toBeUndefined();
      await blobs.delete(digest);
    });
  });
};
