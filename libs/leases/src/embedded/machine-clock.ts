import { readFileSync } from 'node:fs';

/** A clock that all processes of one machine share and that nobody sets. */
export interface MachineClock {
  /** Names this run of the machine: times of another one mean nothing. Empty: the system does not tell. */
  readonly boot: string;
  /** Milliseconds since some moment of this run. */
  now(): number;
}

const readBoot = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
};

/** The system's monotonic clock: the same for every process, and it starts again with the machine. */
export const machineClock = (): MachineClock => ({
  boot: readBoot(),
  now: () => Number(process.hrtime.bigint()) / 1e6,
});
