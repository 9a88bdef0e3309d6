import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { observe } from './observe.ts';

/**
 * `node e2e/recorded/record.mjs <checkout>`: runs the built checkout of revision fe61bfe on an empty data folder, drives
 * it through nearly every event type, and stores that folder with what the version showed of it. It uses the harness of
 * that checkout, so it fits this revision only; a later recording gets a script of its own.
 */
const revision = 'fe61bfe';
const here = dirname(fileURLToPath(import.meta.url));
const checkout = resolve(process.argv[2] ?? '');
const load = (/** @type {string} */ path) => import(join(checkout, path));
const { Installation, until } = await load('libs/testing/dist/index.js');
const { Team } = await load('e2e/harness/team.ts');
const { TerminalUser } = await load('e2e/harness/terminal.ts');
const { agentPlace } = await load('e2e/harness/agent-place.ts');

const templates = mkdtempSync(join(tmpdir(), 'guildhall-recorded-templates-'));
const guild = `name: Guild
description: A lead and a coder
workspaces:
  - name: Guild lead
    role: Leads
    manages_team: [restart, pause]
    external: true
    children:
      - { name: Guild coder, role: Codes, external: true }
`;
mkdirSync(join(templates, 'organisations/guild'), { recursive: true });
writeFileSync(join(templates, 'organisations/guild/org.yaml'), guild);

const environment = {
  GUILDHALL_TEMPLATES_DIR: templates,
  GUILDHALL_AGENT_LEASE_MS: '4000',
  GUILDHALL_START_TIMEOUT_MS: '15000',
  GUILDHALL_MESSAGE_TTL_MS: '60000',
  GUILDHALL_LOG_LEVEL: 'error',
};
const installation = await Installation.create(environment);
const start = async () => {
  installation.start('platform');
  installation.start('projector');
  await installation.ready(180_000);
};
await start();
const team = new Team(installation);
const host = agentPlace(installation);

/** @returns {Promise<{ status: number, body: any, headers: Headers }>} */
const ask = async (
  /** @type {string} */ method,
  /** @type {string} */ path,
  /** @type {unknown} */ body = undefined,
  headers = {},
) => {
  const answer = await installation.request(method, path, body, headers);
  if (answer.status >= 400) console.log(`${method} ${path}: ${answer.status} ${answer.body.code}`);
  return answer;
};
const send = async (/** @type {string} */ id, /** @type {string} */ text) =>
  (await ask('POST', `/workspaces/${id}/messages`, { text })).body.message_id;
const message = (/** @type {string} */ id, /** @type {string} */ messageId, /** @type {string} */ state) =>
  until(
    `message ${messageId} to be ${state}`,
    async () => (await installation.request('GET', `/workspaces/${id}/messages/${messageId}`)).body.state === state,
    { timeoutMs: 90_000 },
  );
const external = { external: true };
const unreachable = { ...external, url: 'http://127.0.0.1:9/' };

const structure = async () => {
  await ask('PATCH', '/organisation', { name: 'Recorded works' });
  await ask('PUT', '/canvas/viewport', { x: 12, y: -7.5, zoom: 0.8 });
  const lead = await team.create('Lead', { ...external, role: 'Leads', tags: ['one', 'two words'] });
  const report = await team.create('Report', { ...external, parent_id: lead, canvas: { x: 10, y: 20 } });
  const below = await team.create('Below', { ...external, parent_id: report });
  const changes = [
    { name: 'Reports — renamed' },
    { role: 'Writes reports' },
    { tier: 2 },
    { tags: ['quick', 'kind of blue'] },
    { x: 300, y: 400 },
    { x: null, y: null },
    { collapsed: true },
    { collapsed: false },
    { workspace_access: 'none' },
    { parent_id: null },
    { parent_id: lead },
  ];
  for (const change of changes) await ask('PATCH', `/workspaces/${report}`, change);
  const removed = await ask('DELETE', `/workspaces/${report}?confirm=true`);
  await ask('POST', `/workspaces/${report}/restore`, {});
  const renamed = await ask('PATCH', `/workspaces/${below}`, { name: 'Taken back' });
  await ask('POST', `/workspaces/${below}/undo`, { event_id: renamed.body.event_ids[0] });
  const gone = await team.create('Removed', { ...external, parent_id: lead });
  await ask('DELETE', `/workspaces/${gone}`);
  const purged = await team.create('Purged', external);
  await ask('DELETE', `/workspaces/${purged}?purge=true`);
  assert.equal(removed.status, 200);
};

const templatesAndImports = async () => {
  await ask('POST', '/templates/import', { name: 'Notes keeper', files: { 'rules.md': 'Be brief.' } });
  await ask('POST', '/org/import', { dir: 'guild' });
  const workspaces = [
    { name: 'First of two', external: true },
    { name: 'Refused', external: true, url: 'http://169.254.169.254/' },
  ];
  await ask('POST', '/org/import', { template: { name: 'Half', workspaces } });
};

const identity = async () => {
  const link = (await ask('POST', '/login-links')).body.url;
  const login = await fetch(link, { redirect: 'manual' });
  const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  await fetch(`${installation.url}/session/logout`, { method: 'POST', headers: { cookie } });
  const id = await team.create('Token holder', external);
  const other = await team.create('Foreign', external);
  const { body: issued } = await ask('POST', `/workspaces/${id}/tokens`, {});
  const { body: rotated } = await ask('POST', `/workspaces/${id}/tokens/${issued.id}/rotate`);
  for (const path of [`/workspaces/${other}`, '/workspaces'])
    await ask('GET', path, undefined, { authorization: `Bearer ${rotated.auth_token}` });
  await ask('GET', '/workspaces', undefined, { authorization: 'Bearer guessed' });
  const { body: list } = await ask('GET', `/workspaces/${id}/tokens`);
  await ask('DELETE', `/workspaces/${id}/tokens/${list.tokens[0].id}`);
};

const externalAgent = async () => {
  const id = await team.create('Elsewhere', external);
  const beat = (/** @type {object} */ report) => ask('POST', '/registry/heartbeat', { workspace_id: id, ...report });
  await ask('POST', '/registry/register', {
    id,
    url: 'http://127.0.0.1:9/a/secret',
    agent_card: { name: 'Elsewhere' },
  });
  await ask('POST', '/registry/update-card', { workspace_id: id, agent_card: { name: 'Elsewhere', version: '2' } });
  const seldom = { runtime_metadata: { heartbeat_interval_seconds: 60 } };
  await beat({ ...seldom, error_rate: 0.62, sample_error: 'no key' });
  await team.comes(id, 'degraded');
  await beat({ ...seldom, error_rate: 0.04 });
  await team.comes(id, 'online');
  await send(id, 'Nobody is there to answer');
  await beat({ runtime_metadata: { heartbeat_interval_seconds: 1 }, runtime_state: 'wedged' });
  await team.comes(id, 'offline');
  await team.create('By its address', unreachable);
};

const lifeOfAgents = async () => {
  const lead = await team.create('Echo');
  const report = await team.create('Echo below', { command: 'cat', parent_id: lead, tier: 2 });
  for (const id of [lead, report]) await team.comes(id, 'online');
  await team.ask(lead, 'hello');
  await ask('PATCH', `/workspaces/${lead}`, { model: 'large' });
  await team.do(lead, 'restart');
  await team.comes(lead, 'online', (/** @type {any} */ { incarnation }) => incarnation === 2);
  await files(lead);
  await terminal(lead);
  await team.do(lead, 'pause');
  const cancelled = await send(report, 'Waits and is cancelled');
  await ask('POST', `/workspaces/${report}/messages/${cancelled}/cancel`);
  const expired = await send(report, 'Waits too long');
  await message(report, expired, 'expired');
  const waiting = await send(report, 'Waits for its agent');
  await team.do(lead, 'resume');
  await message(report, waiting, 'answered');
  await team.comes(report, 'online');
  await ask('POST', `/workspaces/${report}/hibernate`);
  await team.comes(report, 'hibernated');
  await team.ask(report, 'good morning', 60);
  const failing = await team.create('Fails to answer', { command: 'false' });
  await team.comes(failing, 'online');
  await message(failing, await send(failing, 'What now?'), 'failed');
  await ask('PATCH', `/workspaces/${failing}`, { runtime: 'external', command: null });
};

const files = async (/** @type {string} */ id) => {
  const file = (/** @type {string} */ path) => `/workspaces/${id}/files/${path}?root=workspace`;
  await ask('PUT', file('notes/plan.md'), { content: '# Plan\n' });
  await ask('PUT', file('notes/plan.md'), { content: '# Better plan\n' });
  await ask('PUT', file('old.txt'), { content: 'old' });
  await ask('DELETE', file('old.txt'));
  await ask('PUT', file('notes'), { content: 'A folder has this name' });
  await ask('PUT', `/workspaces/${id}/files?root=configs`, {
    files: { 'config.yaml': 'name: Echo\n', 'b/c.txt': 'C' },
  });
};

const terminal = async (/** @type {string} */ workspaceId) => {
  const person = new TerminalUser(installation, { token: installation.adminToken });
  await person.admitted();
  await person.open({ workspaceId });
  await person.ask('close');
  person.leave();
};

const failures = async () => {
  const crashing = await team.create('Crashing');
  for (let crash = 1; crash <= 5; crash += 1) {
    await team.comes(crashing, 'online', (/** @type {any} */ { incarnation }) => incarnation === crash);
    host.kill(crashing);
  }
  await team.comes(crashing, 'failed');
  await team.failsToStart('Stuck', host);
};

/** Nothing waits for a time or an agent afterwards: the folder stays as it is, however old it is when it is opened. */
const quiet = async () => {
  await ask('POST', '/workspaces/stop-all');
  await until(
    'every agent to be silent',
    async () => {
      const { body } = await ask('GET', '/workspaces');
      return body.every(
        (/** @type {any} */ { status, queued_messages: waiting }) =>
          !['online', 'degraded', 'provisioning'].includes(status) && waiting === 0,
      );
    },
    { timeoutMs: 90_000 },
  );
};

const viewsAtHead = async () => {
  const { body: head } = await ask('GET', '/history/state');
  await until('every view to be at the head', async () => {
    const { body } = await ask('GET', '/health/ready');
    return body.projections.every((/** @type {any} */ { position }) => position >= head.position);
  });
};

const store = async (/** @type {string} */ name) => {
  const archive = join(here, `${revision}-${name}.tar.gz`);
  const exclude = ['*.out', 'logs', 'by-hand*'].map((pattern) => `--exclude=${pattern}`);
  execFileSync('tar', ['-czf', archive, ...exclude, '-C', installation.dataDir, '.']);
};

const steps = [structure, templatesAndImports, identity, externalAgent, lifeOfAgents, failures, quiet];
for (const step of steps) {
  console.log(step.name);
  await step();
}
await viewsAtHead();
const get = (/** @type {string} */ path) => installation.request('GET', path);
const stopped = await observe(get);
writeFileSync(join(here, `${revision}-stopped.json`), `${JSON.stringify(stopped, null, 1)}\n`);
console.log(
  [...new Set(stopped.answers['/history']?.body.map((/** @type {any} */ { type }) => type))].sort().join(' '),
);
await installation.stop();
await store('stopped');

await start();
const running = await team.create('Runs at the end');
await team.comes(running, 'online');
await team.do(running, 'pause');
await send(running, 'Still waits when the power fails');
await team.create('Online at the end', unreachable);
await team.create('Started at the end');
await viewsAtHead();
const killed = await observe(get);
for (const path of Object.keys(killed.answers)) if (!path.startsWith('/history')) delete killed.answers[path];
await installation.killAll('platform', 'SIGKILL');
await installation.killAll('projector', 'SIGKILL');
writeFileSync(join(here, `${revision}-killed.json`), `${JSON.stringify(killed, null, 1)}\n`);
await store('killed');
for (const id of host.running(team.ids)) host.kill(id);
rmSync(installation.dataDir, { recursive: true, force: true });
rmSync(templates, { recursive: true, force: true });
process.exit(0);
