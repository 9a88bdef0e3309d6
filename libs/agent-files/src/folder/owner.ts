import { readFileSync } from 'node:fs';

/** Start time in clock ticks since boot: tells a process from a later one with the same number. Empty without /proc. */
const startOf = (pid: string): string | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return null;
  }
};

/** This process, as part of a file name. */
export const ownProcess = `${process.pid}.${startOf('self') ?? ''}`;

/** Is the process of that name still at work? */
export const isAlive = (owner: string): boolean => {
  const [pid = '', start = ''] = owner.split('.');
  return owner === ownProcess || (startOf(pid) ?? null) === start;
};
