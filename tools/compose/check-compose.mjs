import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProjects, ensureBuilt } from '../start/build.mjs';
import { builder, findBase, findCompose, run } from './engine.mjs';
import { checkImages } from './images.mjs';
import { freePort, Installation, until } from './installation.mjs';
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

/** @param {readonly string[]} compose @param {string} base */
const buildImages = async (compose, base) => {
  await ensureBuilt();
  await buildProjects(['testing']);
  stageImages(['platform', 'projector', 'test-stores']);
  stageStandIns();
  const env = {
    GUILDHALL_SECRETS: secrets,
    GUILDHALL_BASE: base,
    GUILDHALL_VERSION: 'check',
    ...(await builder(scratch)),
  };
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const token = readFileSync(join(secrets, 'admin_token'), 'utf8').trim();
  const project = [
    '-p',
    `guildhall-check-${process.pid}`,
    ...files('docker-compose.yml', 'docker-compose.test-stores.yml'),
  ];
  const settings = { ...env, GUILDHALL_PORT: String(port), GUILDHALL_PUBLIC_URL: url };
  const installation = new Installation([...compose, ...project], settings, { url, token });
  await installation.call(['build'], 300);
  return installation;
};

/** @param {Installation} installation */
const checkRunning = async (installation) => {
  const seconds = await tally.check('it starts and everything is healthy', () => installation.up());
  if (seconds === null)
    return console.log((await run([...installation.compose, 'logs', '--tail', '30'], installation)).output);
  console.log(`  from "up" to healthy: ${seconds.toFixed(1)} s`);
  await tally.check('only the proxy can be reached from outside', () => onlyTheProxy(installation));
  await tally.check('the canvas and the live feed come through the proxy', async () => {
    const page = await fetch(`${installation.door.url}/`);
    assert.match(await page.text(), /<title>Guildhall/);
    assert.match(await installation.liveSocket(), /^0\{"sid"/);
  });
  const before = await tally.check('a person logs in and makes a workspace', async () => {
    const cookie = await installation.logIn();
    const id = await installation.createWorkspace('Kept');
    await listed(installation, id);
    return { cookie, id };
  });
  await sizes(installation);
  await tally.check('a platform and a projector die: the others go on', () => survives(installation));
  await tally.check('"down" and "up" lose nothing', async () => {
    await installation.call(['down'], 120);
    console.log(`  from "up" to healthy again: ${(await installation.up()).toFixed(1)} s`);
    assert.ok(before, 'there was nothing to keep');
    await listed(installation, before.id);
    assert.equal((await installation.session(before.cookie)).operator_id, 'operator');
    await listed(installation, await installation.createWorkspace('Afterwards'));
  });
  await tally.check('the log verifies from within the image', async () => {
    const said = await installation.call(
      ['run', '--rm', '-T', 'platform', 'libs/event-store/dist/cli/log.js', 'verify'],
      60,
    );
    console.log(`  ${said.split('\n').at(-1)}`);
  });
};

/** @param {Installation} installation @param {string} id */
const listed = (installation, id) =>
  until(`workspace ${id} in the list`, 20, async () => ((await installation.workspaces()).includes(id) ? true : null));

/** @param {Installation} installation */
const onlyTheProxy = async (installation) => {
  const ids = (await installation.call(['ps', '-q'])).split('\n');
  const format = '{{.Name}} {{range $port, $to := .NetworkSettings.Ports}}{{if $to}}published{{end}}{{end}}';
  const { answer } = await run(['docker', 'inspect', '--format', format, ...ids]);
  const published = answer.split('\n').filter((line) => line.endsWith(' published'));
  assert.equal(published.length, 1, answer);
  assert.match(published[0] ?? '', /proxy/);
};

/** @param {Installation} installation */
const survives = async (installation) => {
  const victims = await Promise.all(['platform', 'projector'].map((service) => installation.containers(service)));
  const names = victims.map(([first = '']) => first);
  const begun = performance.now();
  await run(['docker', 'kill', ...names]);
  const id = await until('a command is taken', 20, () => installation.createWorkspace('In between'));
  const taken = performance.now();
  await listed(installation, id);
  const [command, view] = [taken - begun, performance.now() - begun].map((ms) => (ms / 1_000).toFixed(1));
  console.log(`  a command after ${command} s, its workspace in the list after ${view} s`);
  await run(['docker', 'start', ...names]);
};

/** @param {Installation} installation */
const sizes = async (installation) => {
  const ids = (await installation.call(['ps', '-q'])).split('\n');
  const format = '  {{.Name}}\t{{.MemUsage}}\t{{.PIDs}} threads';
  console.log((await run(['docker', 'stats', '--no-stream', '--format', format, ...ids])).answer.trimEnd());
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
  const begun = performance.now();
  const installation = await tally.check('the images are built', () => buildImages(compose, base));
  if (installation === null) return;
  console.log(
    `  built in ${((performance.now() - begun) / 1_000).toFixed(1)} s on ${base}, engine ${engine.answer.trim()}`,
  );
  const remove = () => installation.call(['down', '--volumes', '--timeout', '10'], 120);
  try {
    await checkImages(tally, 'check', scratch);
    await checkRunning(installation);
  } finally {
    await tally.check('"down --volumes" leaves nothing', async () => {
      await remove();
      assert.deepEqual(await installation.containers('platform'), []);
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
