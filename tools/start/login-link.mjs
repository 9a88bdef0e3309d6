import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from './options.mjs';
import { exitWith, Unusable } from './say.mjs';

/** @param {string} dataDir */
const localPlatform = (dataDir) => {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'run', 'local.json'), 'utf8'));
  } catch {
    throw new Unusable(`Nothing runs on ${dataDir}: npm start first, or name the folder with --data.`);
  }
};

/** `npm run login-link`: asks the platform of this data directory for a new link. */
await exitWith(async () => {
  const options = readOptions(process.argv.slice(2), process.env, process.env['INIT_CWD'] ?? process.cwd());
  if (options === 'help') {
    process.stdout.write('npm run login-link [-- --data <folder>]   prints a new link to log in with\n');
    return 0;
  }
  const { url, token } = localPlatform(options.dataDir);
  const request = { method: 'POST', headers: { authorization: `Bearer ${token}` } };
  const answer = await fetch(`${url}/login-links`, request).catch(() => null);
  if (!answer?.ok) throw new Unusable(`The platform at ${url} does not answer: is it running? npm start starts it.`);
  const link = /** @type {{ url: string }} */ (await answer.json());
  process.stdout.write(`${link.url}\n`);
  return 0;
});
