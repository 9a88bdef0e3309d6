import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../config/platform.config.js';
import { defaultLimits, limitsFrom, tierOf } from './tier-limits.js';

describe('the limits of the tiers', () => {
  it('has limits for every tier', () => {
    expect(limitsFrom({})).toEqual(defaultLimits);
    for (const limits of Object.values(defaultLimits))
      for (const value of Object.values(limits)) expect(value).toBeGreaterThan(0);
  });

  it('takes what the environment says, in MiB and 1024ths of a CPU', () => {
    const limits = limitsFrom({ TIER1_MEMORY_MB: '128', TIER3_CPU_SHARES: '512', TIER4_MEMORY_MB: '' });
    expect(limits[1]).toEqual({ ...defaultLimits[1], memoryMiB: 128 });
    expect(limits[3]).toEqual({ ...defaultLimits[3], cpuShares: 512 });
    expect(limits[4]).toEqual(defaultLimits[4]);
  });

  it('names every value that cannot be used', () => {
    const bad = { TIER1_MEMORY_MB: '12', TIER2_MEMORY_MB: 'much', TIER3_CPU_SHARES: '-1', TIER4_CPU_SHARES: '1.5' };
    const problem = (() => {
      try {
        return limitsFrom(bad);
      } catch (error) {
        return error;
      }
    })();
    expect(problem).toBeInstanceOf(ConfigurationError);
    for (const name of Object.keys(bad)) expect((problem as Error).message).toContain(name);
  });

  it('knows four tiers', () => {
    expect([0, 1, 2, 3, 4, 5, 1.5].map(tierOf)).toEqual([null, 1, 2, 3, 4, null, null]);
  });
});
