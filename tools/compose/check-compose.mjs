import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../build/ensure-built.mjs';
import { builder, findBase, findCompose, run } from './engine.mjs';
import { checkImages } from './images.mjs';
import { freePort } from '../../libs/testing/src/network/free-port.ts';
import { Installation } from './installation.mjs';
import { checkRunning } from './running.mjs';
import { stageImages } from './stage.mjs';
import { stageStandIns } from './stand-ins.mjs';
import { Tally } from './tally.mjs';

const tally = new Tally();
const scratch = mkdtempSync(join(tmpdir(), 'guildhall-compose-'));
const secrets = join(scratch, 'secrets');
const files = (/** @type {string[]} */ ...names) => names.flatMap((name) => ['-f', name]);

/** The files say what Compose understands, also where nothing can be started. @param {readonly string[]} compose */
const checkFiles = async (compose) => {
  const env = { GUILDHALL_SECRETS: secrets };
  const valid = async (/** @type {string[]} */ ...names) => {
    const { code, output } = await run([...compose, ...files(...names), 'config', '--quiet'], { env });
    assert.equal(code, 0, output);
  };
  await tally.check('secrets are made once, and stay', async () => {
    const make = () => run(['deploy/make-secrets.sh', secrets]);
    assert.match((await make()).output, /master_key: made/);
    const before = readFileSync(join(secrets, 'master_key'), 'utf8');
    assert.match((await make()).output, /master_key: kept/);
    assert.equal(readFileSync(join(secrets, 'master_key'), 'utf8'), before);
  });
  await tally.check('docker-compose.yml is valid', () => valid('docker-compose.yml'));
  await tally.check('docker-compose.tls.yml is valid', () => valid('docker-compose.yml', 'docker-compose.tls.yml'));
};

/** @param {readonly string[]} compose @param {string} base @returns {Promise<Installation>} */
const preparedInstallation = async (compose, base) => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const settings = {
    GUILDHALL_SECRETS: secrets,
    GUILDHALL_BASE: base,
    GUILDHALL_VERSION: 'check',
    GUILDHALL_PORT: String(port),
    GUILDHALL_PUBLIC_URL: url,
    GUILDHALL_AGENT_NETWORKS: 'private',
    ...(await builder(scratch)),
  };
  const token = readFileSync(join(secrets, 'admin_token'), 'utf8').trim();
  const command = [...compose, ...files('docker-compose.yml', 'docker-compose.test-stores.yml')];
  return new Installation(command, `guildhall-check-${process.pid}`, settings, { url, token });
};

/** @param {Installation} installation */
const buildImages = async (installation) => {
  await ensureBuilt();
  await ensureBuilt(['testing']);
  stageImages(['platform', 'projector', 'test-stores']);
  stageStandIns();
  const begun = performance.now();
  await installation.call(['build'], 300);
  return (performance.now() - begun) / 1_000;
};

/** @param {readonly string[]} compose */
const checkWithEngine = async (compose) => {
  const demanded = process.env['GUILDHALL_TEST_DOCKER'] === '1';
  const engine = await run(['docker', 'info', '--format', '{{.ServerVersion}}']);
  const base = engine.code === 0 ? await findBase() : null;
  if (engine.code !== 0 || base === null) {
    const reason =
      engine.code !== 0
        ? `no engine answers (${engine.output.trim().split('\n').at(-1)})`
        : 'the engine has no image to build on (GUILDHALL_BASE names one; debian:bookworm-slim is the usual one)';
    if (!demanded) return tally.skip('images and containers', reason);
    return void (await tally.check('an engine is there', () => Promise.reject(new Error(reason))));
  }
  const installation = await preparedInstallation(compose, base);
  const remove = () => installation.call(['down', '--volumes', '--timeout', '10'], 120);
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.once(signal, () => void remove().finally(() => process.exit(130)));
  const seconds = await tally.check('the images are built', () => buildImages(installation));
  if (seconds === null) return;
  console.log(`  images built in ${seconds.toFixed(1)} s on ${base} by engine ${engine.answer.trim()}`);
  try {
    await checkImages(tally, 'check', scratch);
    await checkRunning(tally, installation);
  } finally {
    await tally.check('"down --volumes" leaves nothing', async () => {
      await remove();
      assert.deepEqual(await installation.containers(), []);
    });
  }
};

/** @returns {Promise<number>} */
export const main = async () => {
  try {
    const compose = await findCompose();
    if (compose === null) tally.skip('everything', 'Docker Compose is not installed');
    else {
      await checkFiles(compose);
      await checkWithEngine(compose);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return tally.end();
};
