import { readFileSync } from 'node:fs';

/** Fields of /proc/<pid>/stat from the state on; empty without /proc. */
const statOf = (pid: number): string[] => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
};

/** Start time of a process in clock ticks since boot (field 22 of /proc/<pid>/stat); empty without /proc. */
export const startTimeOf = (pid: number): string => statOf(pid)[19] ?? '';

/** Whether exactly this process is still running; a zombie is not. Without /proc the id alone decides. */
export const isAlive = (pid: number, startedAt: string): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statOf(pid)[0] !== 'Z' && startTimeOf(pid) === startedAt;
};

/** Sends a signal to a whole process group; false if it has no process left. */
export const signalGroup = (leader: number, signal: NodeJS.Signals): boolean => {
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
};
