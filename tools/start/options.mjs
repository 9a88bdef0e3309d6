import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './places.mjs';
import { Unusable } from './say.mjs';

export const usage = `Starts Guildhall: installs and builds what is missing, then runs platform and projector until Ctrl-C.

  npm start                        everything with its defaults
  npm start -- --demo              with an organisation of five agents, if the data directory is empty
  PORT=8090 npm start              on another port
  npm run start:server             over EventStoreDB and MongoDB (EVENTSTORE_URL, MONGODB_URL, GUILDHALL_MASTER_KEY)

  --demo            import the demo organisation into an empty installation   GUILDHALL_DEMO=1
  --port <number>   port of canvas and API, default 8080; 0 takes a free one  PORT
  --host <address>  address to listen on, default 127.0.0.1                   HOST
  --data <folder>   data directory, default .guildhall in this folder         DATA_DIR
  --server          keep everything in EventStoreDB and MongoDB               GUILDHALL_STORE=server
  --log-restored    the event log was put back from an older backup          GUILDHALL_LOG_RESTORED=1
  --help            this text

Arguments win over the environment. Everything else that can be set: docs/reference/configuration.md
Exit codes: 0 stopped, 1 failure, 75 a second process on the same data directory, 76 port taken,
78 bad configuration or a log of a newer version.
`;

/**
 * @typedef {{ demo: boolean, server: boolean, logRestored: boolean, port: number, host: string, dataDir: string }} StartOptions
 *   port: TCP port, 0 for any free one; dataDir: absolute path
 */

const flags = /** @type {const} */ ({
  demo: { type: 'boolean' },
  server: { type: 'boolean' },
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  'log-restored': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
});

/** @param {readonly string[]} args */
const parsed = (args) => {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [sentence = ''] = /** @type {Error} */ (error).message.split('. To specify');
    throw new Unusable(`${sentence.replace(/\.$/, '')}. npm start -- --help lists the options.`, 2);
  }
};

/** @param {string} given */
const portOf = (given) => {
  const port = Number(given);
  if (/^\d+$/.test(given) && port <= 65_535) return port;
  throw new Unusable(`The port must be a number from 0 to 65535, not "${given}".`, 78);
};

/**
 * @param {readonly string[]} args
 * @param {Record<string, string | undefined>} env
 * @param {string} here folder that a relative --data starts from
 * @returns {StartOptions | 'help'}
 */
export const readOptions = (args, env, here) => {
  const values = parsed(args);
  if (values.help) return 'help';
  const dataDir =
    values.data !== undefined ? resolve(here, values.data) : resolve(root, env['DATA_DIR'] || '.guildhall');
  return {
    demo: values.demo ?? env['GUILDHALL_DEMO'] === '1',
    server: values.server ?? env['GUILDHALL_STORE'] === 'server',
    logRestored: values['log-restored'] ?? env['GUILDHALL_LOG_RESTORED'] === '1',
    port: portOf(values.port ?? (env['PORT'] || '8080')),
    host: values.host ?? (env['HOST'] || '127.0.0.1'),
    dataDir,
  };
};
