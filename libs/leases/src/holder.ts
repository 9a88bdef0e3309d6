import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

const startTime = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
};

/** The name under which this process holds leases; unique also if the system reuses the process id. */
export const currentHolderId = (): string => `${hostname()}/${process.pid}/${startTime(process.pid)}`;

/** Whether the holder was a process of this machine that has certainly exited, so that its lease can be taken over. */
export const isGone = (holder: string): boolean => {
  const [host, pid, started] = holder.split('/');
  if (host !== hostname() || pid === undefined || !/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  const running = startTime(Number(pid));
  return running !== '' && started !== undefined && started !== '' && running !== started;
};
