import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Whether the process of a mark is running. `elsewhere`: its id belongs to another machine or container. */
export type Owner = 'at work' | 'gone' | 'elsewhere';

const read = (reading: () => string): string => {
  try {
    return reading().trim();
  } catch {
    return '';
  }
};

/** Start time in clock ticks since boot: distinguishes a process from a later one with the same id. Empty without /proc. */
const startOf = (pid: string): string | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return null;
  }
};

/** The scope in which process ids are comparable: one boot of a machine, and often one container on it. */
const place = [
  read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
  read(() => readlinkSync('/proc/self/ns/pid')),
  hostname(),
];
const ownPlace = createHash('sha256').update(place.join('\n')).digest('hex').slice(0, 16);

/** A process of this scope, for use in a file name. */
export const markOf = (pid: number): string => `${pid}.${startOf(String(pid)) ?? ''}.${ownPlace}`;
export const ownMark = markOf(process.pid);

export const ownerOf = (mark: string): Owner => {
  const [pid = '', start = '', where = ''] = mark.split('.');
  if (where !== ownPlace) return 'elsewhere';
  return mark === ownMark || startOf(pid) === start ? 'at work' : 'gone';
};
