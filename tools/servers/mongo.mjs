import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitWith, say, Unusable } from '../start/say.mjs';
import { install } from './mongo/install.mjs';

const usage = `node tools/servers/mongo.mjs --data <folder> [--port <port>]

Starts a server for tests that speaks MongoDB's protocol on 127.0.0.1, on a free port when none is given, and prints
"listening on <port>". SIGTERM ends it. <folder>/server.pid names the process that may be killed at any moment; what
was acknowledged is there again after the next start on the same folder. The first start fetches the server into
GUILDHALL_SERVERS_CACHE (absent: the user's cache folder). With --install it does that and ends.
`;

/**
 * Runs the server until it ends.
 * @param {string} classPath
 * @param {string} data
 * @param {string} port
 * @returns {Promise<number>} exit code
 */
const serve = (classPath, data, port) => {
  mkdirSync(data, { recursive: true });
  const args = ['-Xmx512m', '-XX:+UseSerialGC', '-cp', classPath, 'WireServer', port, join(data, 'store.db')];
  const server = spawn('java', args, { stdio: ['pipe', 'inherit', 'inherit'] });
  const pidFile = join(data, 'server.pid');
  writeFileSync(pidFile, String(server.pid));
  let isStopping = false;
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
    process.on(signal, () => {
      isStopping = true;
      server.kill('SIGTERM');
      // A stopped server does not receive SIGTERM.
      server.kill('SIGCONT');
    });
  }
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Unusable(`java does not start: ${error.message}`)));
    server.once('exit', (code, signal) => {
      rmSync(pidFile, { force: true });
      if (!isStopping) say(`the server ended by itself (${signal ?? `exit code ${code}`})`);
      resolve(isStopping ? 0 : 1);
    });
  });
};

const options = /** @type {const} */ ({
  data: { type: 'string' },
  port: { type: 'string' },
  install: { type: 'boolean' },
});

const parsed = () => {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Unusable(`${/** @type {Error} */ (error).message}\n${usage}`, 2);
  }
};

await exitWith(async () => {
  const { data, port = '0', install: only } = parsed();
  if (!only && (data === undefined || !/^\d+$/.test(port))) throw new Unusable(usage, 2);
  const classPath = install();
  return data === undefined ? 0 : serve(classPath, data, port);
});
