import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const listening = '0A';

const inodesOf = (port: number): Set<string> => {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    try {
      return readFileSync(file, 'utf8').split('\n').slice(1);
    } catch {
      return [];
    }
  });
  const fields = rows.map((row) => row.trim().split(/\s+/));
  return new Set(
    fields
      .filter((field) => field[1]?.endsWith(wanted) === true && field[3] === listening)
      .map((field) => `socket:[${field[9]}]`),
  );
};

const holds = (pid: string, sockets: Set<string>): boolean => {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
};

/** The process that listens on a TCP port, as "process 123 (node dist/main.js)"; null where /proc does not tell. */
export const portHolder = (port: number): string | null => {
  const sockets = inodesOf(port);
  if (sockets.size === 0) return null;
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holds(name, sockets));
  if (pid === undefined) return null;
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim().slice(0, 120);
  return `process ${pid} (${command})`;
};
