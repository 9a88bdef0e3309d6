import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './engine.mjs';

const hardened = [
  '--rm',
  '--read-only',
  '--cap-drop',
  'ALL',
  '--security-opt',
  'no-new-privileges',
  '--tmpfs',
  '/data',
];

/**
 * What an image does by itself, without any store.
 * @param {import('./tally.mjs').Tally} tally
 * @param {string} version tag of the images
 * @param {string} folder for files
 */
export const checkImages = async (tally, version, folder) => {
  const image = `guildhall/platform:${version}`;
  const inside = (/** @type {string[]} */ options, /** @type {string[]} */ command) =>
    run(['docker', 'run', ...hardened, ...options, image, ...command]);
  const secret = join(folder, 'token');
  writeFileSync(secret, 'from the file\n');
  chmodSync(secret, 0o444);
  const mounted = ['--volume', `${secret}:/run/secrets/token:ro`];

  for (const app of ['platform', 'projector'])
    await tally.check(`the image of the ${app} is small and runs as an unprivileged user`, async () => {
      const format = '{{.Size}} {{.Config.User}}';
      const { answer } = await run(['docker', 'image', 'inspect', '--format', format, `guildhall/${app}:${version}`]);
      const [size = '', user = ''] = answer.trim().split(' ');
      console.log(`  ${app}: ${(Number(size) / 1e6).toFixed(0)} MB with its base`);
      assert.equal(user, '1000:1000');
      assert.ok(Number(size) < 300e6);
    });
  await tally.check('a secret is read from its file, whose name the program never gets', async () => {
    const print = ['-e', 'console.log([process.env.ADMIN_TOKEN, process.env.ADMIN_TOKEN_FILE].join())'];
    const { answer } = await inside([...mounted, '-e', 'ADMIN_TOKEN_FILE=/run/secrets/token'], print);
    assert.equal(answer, 'from the file,\n');
  });
  await tally.check('a secret that is given twice, or cannot be read, is refused with a sentence', async () => {
    const twice = await inside([...mounted, '-e', 'ADMIN_TOKEN=a', '-e', 'ADMIN_TOKEN_FILE=/run/secrets/token'], []);
    assert.equal(twice.code, 78);
    assert.match(twice.output, /Both ADMIN_TOKEN and ADMIN_TOKEN_FILE are set/);
    const missing = await inside(['-e', 'MONGODB_URL_FILE=/run/secrets/none'], []);
    assert.equal(missing.code, 78);
    assert.match(missing.output, /MONGODB_URL_FILE names \/run\/secrets\/none, which user 1000 cannot read/);
  });
  await tally.check('a start without settings says which are missing', async () => {
    const { code, output } = await inside([], []);
    assert.equal(code, 78);
    for (const name of ['EVENTSTORE_URL', 'MONGODB_URL', 'GUILDHALL_MASTER_KEY'])
      assert.match(output, new RegExp(name));
  });
};
