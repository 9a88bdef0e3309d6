import { readFileSync } from 'node:fs';

/** A clock that all processes of one machine share and that cannot be set. */
export interface MachineClock {
  /** Names this boot of the machine: times of different boots cannot be compared. Empty: the system has no name. */
  readonly boot: string;
  /** Milliseconds since some moment of this boot. */
  now(): number;
}

const readBoot = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
};

/** The system's monotonic clock: the same for every process, restarted with the machine. */
export const machineClock = (): MachineClock => ({
  boot: readBoot(),
  now: () => Number(process.hrtime.bigint()) / 1e6,
});
