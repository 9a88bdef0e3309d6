import type { BlobRef } from '@guildhall/contracts';
import { BlobDamaged } from '@guildhall/blob-store';
import { SealBroken } from '@guildhall/vault';
import { damagedText, openedWords } from './sealed-words.js';

const ref: BlobRef = { digest: 'd', keyId: 'k', size: 5, mediaType: 'text/plain' };
const opening = (open: () => Promise<Uint8Array | null>) => openedWords({ open }, ref);

describe('sealed words', () => {
  it('are read, or null when their key was destroyed', async () => {
    expect(await opening(async () => Buffer.from('hello'))).toBe('hello');
    expect(await opening(async () => null)).toBeNull();
    expect(await openedWords({ open: () => Promise.reject(new Error('not asked')) }, null)).toBeNull();
  });

  it.each([new BlobDamaged('d'), new SealBroken('d')])(
    'that are damaged say so in their own place: %p',
    async (error) => {
      expect(await opening(() => Promise.reject(error))).toBe(damagedText);
    },
  );

  it('pass on what is no damage', async () => {
    await expect(opening(() => Promise.reject(new Error('the disk does not answer')))).rejects.toThrow(
      'does not answer',
    );
  });
});
