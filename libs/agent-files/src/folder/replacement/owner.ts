import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Is the process that a mark names at work? `elsewhere`: it has its number in another place, and cannot be seen. */
export type Owner = 'at work' | 'gone' | 'elsewhere';

const read = (reading: () => string): string => {
  try {
    return reading().trim();
  } catch {
    return '';
  }
};

/** Start time in clock ticks since boot: tells a process from a later one with the same number. Empty without /proc. */
const startOf = (pid: string): string | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return null;
  }
};

/** Where numbers of processes mean the same: a machine from one start to the next, and in it often one container. */
const place = [
  read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
  read(() => readlinkSync('/proc/self/ns/pid')),
  hostname(),
];
const ownPlace = createHash('sha256').update(place.join('\n')).digest('hex').slice(0, 16);

/** A process of this place as part of a file name. */
export const markOf = (pid: number): string => `${pid}.${startOf(String(pid)) ?? ''}.${ownPlace}`;
export const ownMark = markOf(process.pid);

export const ownerOf = (mark: string): Owner => {
  const [pid = '', start = '', where = ''] = mark.split('.');
  if (where !== ownPlace) return 'elsewhere';
  return mark === ownMark || startOf(pid) === start ? 'at work' : 'gone';
};
