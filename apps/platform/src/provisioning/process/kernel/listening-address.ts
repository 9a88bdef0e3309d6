import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const loopback = '0100007F';
const listening = '0A';

/**
 * Address of this machine's loopback on which exactly this process listens, as the kernel knows it; null when it does
 * not listen, listens on more than one port, or where there is no /proc.
 */
export const listeningAddressOf = (pid: number): string | null => {
  try {
    const own = socketsOf(pid);
    const ports = listenersIn(readFileSync(`/proc/${pid}/net/tcp`, 'utf8')).filter(({ inode }) => own.has(inode));
    const [only, ...others] = ports;
    return only === undefined || others.length > 0 ? null : `http://127.0.0.1:${only.port}`;
  } catch {
    return null;
  }
};

const socketsOf = (pid: number): ReadonlySet<string> => {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
};

/** Empty for a file that was closed meanwhile. */
const linkOf = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};

/** Lines of the kernel's table: number, local address, remote address, state, four more fields, user, timeout, inode. */
const listenersIn = (table: string): { port: number; inode: string }[] =>
  table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const [address, port = ''] = local.split(':');
    return state === listening && address === loopback ? [{ port: Number.parseInt(port, 16), inode }] : [];
  });
