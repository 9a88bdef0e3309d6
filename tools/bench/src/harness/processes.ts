import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of 10 ms. */
const tickMs = 10;

/** A file of /proc; empty when its process has ended. */
const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** All processes of this machine. */
export const everyPid = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Processes that run a program on a folder, which their command line or their environment names. */
export const pidsOf = (program: string, folder: string): number[] =>
  everyPid().filter((pid) => {
    const commandLine = read(`/proc/${pid}/cmdline`);
    return commandLine.includes(program) && `${commandLine}\n${read(`/proc/${pid}/environ`)}`.includes(folder);
  });

/** Processor time that a process has used, in milliseconds. */
export const processorMs = (pid: number): number => {
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMs;
};

/** Resident memory of a process, in MB. */
export const residentMb = (pid: number): number =>
  (Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * 4_096) / 2 ** 20;
