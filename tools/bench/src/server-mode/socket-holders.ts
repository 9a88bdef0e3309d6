import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const states = { listening: '0A', connected: '01' } as const;

/** A file of /proc may be gone as soon as its name is known. */
const orNull = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    return null;
  }
};

/** Sockets of a process, as Linux names them; none when it has ended or is not ours. */
const inodesOf = (pid: number): string[] => {
  const folder = `/proc/${pid}/fd`;
  return (orNull(() => readdirSync(folder)) ?? []).flatMap((file) => {
    const target = orNull(() => readlinkSync(`${folder}/${file}`)) ?? '';
    return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
  });
};

/** Which of these processes holds the TCP socket with a local port, for all ports of theirs. */
export const socketHolders = (pids: readonly number[], state: keyof typeof states): Map<number, number> => {
  const holders = new Map(pids.flatMap((pid) => inodesOf(pid).map((inode) => [inode, pid] as const)));
  const byPort = new Map<number, number>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6'])
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const [, local = '', , found, , , , , , inode = ''] = line.trim().split(/\s+/);
      const pid = holders.get(inode);
      if (pid !== undefined && found === states[state]) byPort.set(parseInt(local.split(':')[1] ?? '', 16), pid);
    }
  return byPort;
};
