import { readFileSync } from 'node:fs';

/** A process as the operating system knows it; the start time tells it from a later one with the same number. */
export interface ProcessMark {
  pid: number;
  startedAt: string;
}

/** Start time of a process in clock ticks since boot (field 22 of /proc/<pid>/stat); empty where there is no /proc. */
export const startTimeOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
};

const isZombie = (pid: number): boolean => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2) === 'Z';
  } catch {
    return false;
  }
};

/** Is exactly this process still running? */
export const isRunning = ({ pid, startedAt }: ProcessMark): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !isZombie(pid) && startTimeOf(pid) === startedAt;
};
