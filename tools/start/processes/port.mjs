import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { Unusable } from '../say.mjs';

const listening = '0A';

/** @param {number} port */
const socketsOn = (port) => {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    orElse('', () => readFileSync(file, 'utf8'))
      .trim()
      .split('\n')
      .slice(1),
  );
  const fields = rows.map((row) => row.trim().split(/\s+/));
  const open = fields.filter(([, local, , state]) => local?.endsWith(suffix) && state === listening);
  return new Set(open.map((field) => `socket:[${field[9]}]`));
};

/**
 * @param {string} pid
 * @param {Set<string>} sockets
 */
const holds = (pid, sockets) => {
  const folder = `/proc/${pid}/fd`;
  const isHeld = (/** @type {string} */ fd) => sockets.has(orElse('', () => readlinkSync(`${folder}/${fd}`)));
  return orElse(/** @type {string[]} */ ([]), () => readdirSync(folder)).some(isHeld);
};

/**
 * What a process or file that may be gone by now says, or `fallback`.
 * @template T
 * @param {T} fallback
 * @param {() => T} read
 */
const orElse = (fallback, read) => {
  try {
    return read();
  } catch {
    return fallback;
  }
};

/** @param {number} port */
const fromProc = (port) => {
  const sockets = socketsOn(port);
  if (sockets.size === 0) return null;
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holds(name, sockets));
  if (pid === undefined) return null;
  return `process ${pid} (${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim().slice(0, 120)})`;
};

/** @param {number} port */
const fromLsof = (port) => {
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8' });
  const pid = /^p(\d+)$/m.exec(stdout ?? '')?.[1];
  return pid === undefined ? null : `process ${pid} (${/^c(.+)$/m.exec(stdout)?.[1] ?? 'unknown'})`;
};

/**
 * Who listens on a TCP port of this machine, as "process 123 (its command line)"; null when the system does not show it.
 * @param {number} port
 */
export const portHolder = (port) => (process.platform === 'linux' ? fromProc(port) : null) ?? fromLsof(port);

/**
 * Throws one sentence that says who holds the port and how to choose another, before anything slow has begun.
 * @param {number} port
 * @param {string} host
 * @returns {Promise<void>}
 */
export const refuseTakenPort = (port, host) =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('listening', () => probe.close(() => resolve()));
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) => reject(refusal(error, port, host)));
    probe.listen(port, host);
  });

/**
 * @param {NodeJS.ErrnoException} error
 * @param {number} port
 * @param {string} host
 */
const refusal = (error, port, host) => {
  if (error.code === 'EADDRINUSE') {
    const other = port < 65_535 ? port + 10 - (port % 10) : 8080;
    return new Unusable(
      `Port ${port} is taken by ${portHolder(port) ?? 'another process'}; choose another: PORT=${other} npm start`,
      76,
    );
  }
  if (error.code === 'EACCES')
    return new Unusable(
      `Port ${port} needs more rights than this user has; choose one from 1024 on: PORT=8080 npm start`,
      76,
    );
  return new Unusable(
    `Listening on ${host} port ${port} is not possible (${error.code ?? error.message}): check --host.`,
    78,
  );
};
