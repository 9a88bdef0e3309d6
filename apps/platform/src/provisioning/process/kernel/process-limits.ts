import { existsSync, writeFileSync } from 'node:fs';

const prlimit = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path));

/** Open files of one process of an agent; tiers 3 and 4 have what the platform has. */
const openFiles: Partial<Record<number, number>> = { 1: 1_024, 2: 4_096 };

/** Above that of the platform (0): when memory runs out, the machine ends agents first. */
const outOfMemoryScore = '500';

/**
 * The program with the limits of its tier, which all that it starts inherits. Without `prlimit` (util-linux) it is the
 * program alone. Memory, CPU time and the number of processes are not limited: see docs/operations/process-agents.md.
 */
export const limited = (
  program: string,
  args: readonly string[],
  tier: number,
): { program: string; args: string[] } => {
  const files = openFiles[tier];
  if (prlimit === undefined) return { program, args: [...args] };
  const limits = ['--core=0:0', ...(files === undefined ? [] : [`--nofile=${files}:${files}`])];
  return { program: prlimit, args: [...limits, '--', program, ...args] };
};

/** Raising one's own score needs no right; where there is no such score, there is nothing to do. */
export const endFirst = (pid: number): void => {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, outOfMemoryScore);
  } catch (error) {
    if (!['ENOENT', 'EACCES', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
};
