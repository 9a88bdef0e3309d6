import { describe, expect, it } from '@jest/globals';
import { inMode, judged, modeAsked } from './modes.js';

describe('the mode of a bench', () => {
  it('goes without saying when embedded mode is asked for', () => {
    for (const modes of ['as asked', 'fixed', { instead: 'B20' }] as const)
      expect(judged('B0', modes, 'embedded')).toEqual({ isTaken: true, sentence: null });
  });

  it('is said in server mode, with what to take instead of a bench that cannot be taken', () => {
    expect(judged('B7', 'as asked', 'server')).toEqual({
      isTaken: true,
      sentence: 'B7 measures server mode, which takes longer to fill with data.',
    });
    expect(judged('B22', 'fixed', 'server')).toEqual({
      isTaken: true,
      sentence: 'B22 chooses its stores itself: GUILDHALL_E2E_STORES=server changes nothing.',
    });
    expect(judged('B2', { instead: 'B20' }, 'server')).toEqual({
      isTaken: false,
      sentence: 'B2 is for embedded mode only: take B20 for server mode, or unset GUILDHALL_E2E_STORES.',
    });
  });

  it('holds for one piece of work, whatever becomes of it', async () => {
    const asked = modeAsked();
    expect(await inMode('server', async () => modeAsked())).toBe('server');
    expect(await inMode('server', () => inMode('embedded', async () => modeAsked()))).toBe('embedded');
    await expect(inMode('server', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(modeAsked()).toBe(asked);
  });
});
