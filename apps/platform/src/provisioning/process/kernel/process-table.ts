import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process as the operating system knows it; the start time tells it from a later one with the same number. */
export interface ProcessMark {
  pid: number;
  startedAt: string;
}

/** Fields of /proc/<pid>/stat from the third on. Null: no such process, or no /proc. Throws when it cannot be read now. */
const statOf = (pid: number): string[] | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
};

/** Start time of a process in clock ticks since boot (field 22 of /proc/<pid>/stat); empty where there is no /proc. */
export const startTimeOf = (pid: number): string => statOf(pid)?.[19] ?? '';

/** Is exactly this process still running? Throws when that cannot be seen, such as with too many open files. */
export const isRunning = ({ pid, startedAt }: ProcessMark): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const stat = statOf(pid);
  return stat?.[0] !== 'Z' && (stat?.[19] ?? '') === startedAt;
};

/** Ends the process group: what is not there any more is ended. */
export const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

const sessionGraceMs = 300;

/** Processes of a session, as /proc knows them; a shell puts its jobs into groups of their own. */
const processesOf = (session: number): number[] =>
  processIds().filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]) === session;
    } catch {
      return false;
    }
  });

/** Of all that run; empty where there is no /proc. */
export const processIds = (): number[] => {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
};

/** Ends all of a terminal's session, whose leader is `pid`: it is hung up, and after a moment killed. */
export const endSession = async (pid: number): Promise<void> => {
  signalGroup(pid, 'SIGHUP');
  for (const member of processesOf(pid)) signalProcess(member, 'SIGHUP');
  const deadline = performance.now() + sessionGraceMs;
  while (processesOf(pid).length > 0 && performance.now() < deadline) await delay(20);
  signalGroup(pid, 'SIGKILL');
  for (const member of processesOf(pid)) signalProcess(member, 'SIGKILL');
};

/** As `signalGroup`, for one process. */
export const signalProcess = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
