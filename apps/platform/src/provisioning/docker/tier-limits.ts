import { ConfigurationError } from '../../config/platform.config.js';

export const tiers = [1, 2, 3, 4] as const;
export type Tier = (typeof tiers)[number];

/** What one container may use. */
export interface ContainerLimits {
  memoryMiB: number;
  /** 1024 is one CPU. */
  cpuShares: number;
  processes: number;
}
export type TierLimits = Record<Tier, ContainerLimits>;

export const defaultLimits: TierLimits = {
  1: { memoryMiB: 512, cpuShares: 1_024, processes: 128 },
  2: { memoryMiB: 512, cpuShares: 1_024, processes: 256 },
  3: { memoryMiB: 2_048, cpuShares: 2_048, processes: 1_024 },
  4: { memoryMiB: 4_096, cpuShares: 4_096, processes: 4_096 },
};

/** Below these an agent does not start. */
const least = { memoryMiB: 64, cpuShares: 52 };

export const tierOf = (tier: number): Tier | null => tiers.find((known) => known === tier) ?? null;

/**
 * Limits with what TIER1_MEMORY_MB … TIER4_CPU_SHARES say (MiB; 1024 is one CPU). Throws ConfigurationError with every
 * value that cannot be used.
 */
export const limitsFrom = (env: Record<string, string | undefined>): TierLimits => {
  const problems: string[] = [];
  const given = (name: string, fallback: number, min: number): number => {
    const text = env[name] ?? '';
    if (text === '') return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= min) return value;
    problems.push(`${name}: must be a whole number from ${min} on, not "${text}"`);
    return fallback;
  };
  const limitsOf = (tier: Tier): ContainerLimits => ({
    memoryMiB: given(`TIER${tier}_MEMORY_MB`, defaultLimits[tier].memoryMiB, least.memoryMiB),
    cpuShares: given(`TIER${tier}_CPU_SHARES`, defaultLimits[tier].cpuShares, least.cpuShares),
    processes: defaultLimits[tier].processes,
  });
  const limits: TierLimits = { 1: limitsOf(1), 2: limitsOf(2), 3: limitsOf(3), 4: limitsOf(4) };
  if (problems.length > 0) throw new ConfigurationError(problems);
  return limits;
};
