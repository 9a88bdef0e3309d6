/** Limits of the reference system, kept so that its clients find the same borders. */
export const workspaceLimits = {
  name: 255,
  role: 1000,
  runtime: 100,
  model: 100,
  command: 2000,
  tags: 32,
  tag: 64,
  depth: 32,
} as const;
export const tiers = [1, 2, 3, 4] as const;
export type Tier = (typeof tiers)[number];
/** What a lead can be granted to do to those below it. */
export const teamActions = ['restart', 'pause'] as const;
export type TeamAction = (typeof teamActions)[number];
export const accesses = ['none', 'read_only', 'read_write'] as const;
export type Access = (typeof accesses)[number];
