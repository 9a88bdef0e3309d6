import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Installation, until } from '@guildhall/testing';
import { agentHost } from './harness/agent-host.ts';
import { Team } from './harness/team.ts';

const agent = `
import { existsSync, readFileSync } from 'node:fs';
const asked = readFileSync(0, 'utf8').trim();
const configs = process.cwd() + '/../configs';
console.log([asked, process.env.MODEL_KEY ?? 'no key', existsSync(configs + '/_shared/rules.md')].join(' | '));
`;

const guild = `
name: Guild
description: A lead and a coder
defaults:
  runtime: command
  tier: 1
required_env: [MODEL_KEY]
workspaces:
  - name: Lead
    role: Leads
    manages_team: [restart, pause]
    command: node ../configs/agent.mjs
    files_dir: lead
    initial_prompt_file: hello.md
    schedules: [{ name: daily, cron_expr: "0 9 * * *", prompt: hi }]
    children:
      - !include coder.yaml
  - name: Consultant
    external: true
`;
const needy = `
name: Needy
required_env: [{ any_of: [KEY_A, KEY_B] }, KEY_C]
recommended_env: [KEY_D]
workspaces: [{ name: Lonely, command: cat }]
`;

/** A tree of the greatest allowed depth, then a forbidden agent address, which only creation detects. */
const refusedAtItsEnd = (name: string): Record<string, unknown> => {
  const deep = (level: number): Record<string, unknown> => ({
    name: `${name} ${level}`,
    runtime: 'external',
    ...(level < 32 ? { children: [deep(level + 1)] } : {}),
  });
  const forbidden = { name: `${name} beyond`, external: true, url: 'http://169.254.169.254/' };
  return { name, workspaces: [deep(1), forbidden] };
};
const unfinished = (address: string): string => `
name: Unfinished
workspaces:
  - { name: Begun, external: true }
  - { name: Stopped, external: true, url: "${address}" }
  - { name: Last, external: true }
`;

const files: Record<string, string> = {
  'organisations/guild/org.yaml': guild,
  'organisations/guild/coder.yaml': 'name: Coder\nrole: Codes\ncommand: cat\nmanages_team: [pause]\n',
  'organisations/guild/lead/agent.mjs': agent,
  'organisations/guild/lead/hello.md': 'Say hello.',
  'organisations/guild/_shared/rules.md': 'Be kind.',
  'organisations/needy/org.yaml': needy,
  'organisations/broken/org.yaml': 'name: Broken\nworkspaces:\n  - name: A\n    tier: 9\n    chidren: []\n',
};

interface Imported {
  count: number;
  workspaces: { id: string; name: string; tier: number; connection?: { auth_token: string } }[];
  not_applied: { workspace: string | null; key: string }[];
  error?: string;
  code?: string;
  problems?: { file: string; line: number; path: string; severity: string }[];
}

describe('organisations from templates', () => {
  let installation: Installation;
  let team: Team;
  let folder = '';
  const ids = new Map<string, string>();

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-templates-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const environment = { GUILDHALL_TEMPLATES_DIR: folder, GUILDHALL_AGENT_ENV: 'MODEL_KEY', MODEL_KEY: 'k-1' };
    installation = await Installation.started(environment);
    team = new Team(installation);
  });
  after(async () => {
    await installation?.remove();
    agentHost(installation).clean(team.ids);
    rmSync(folder, { recursive: true, force: true });
  });

  const importing = (body: Record<string, unknown>) => installation.request<Imported>('POST', '/org/import', body);
  const idOf = (name: string): string => ids.get(name) ?? assert.fail(`${name} was not made`);

  it('lists the templates of the operator with their requirements', async () => {
    const { body } = await installation.request<Record<string, unknown>[]>('GET', '/org/templates');
    assert.deepEqual(
      body.map((row) => [row['dir'], row['workspaces'], row['required_env'], row['recommended_env']]),
      [
        ['broken', 0, [], []],
        ['demo', 5, [], []],
        ['guild', 3, ['MODEL_KEY'], []],
        ['needy', 1, ['KEY_C', { any_of: ['KEY_A', 'KEY_B'] }], ['KEY_D']],
      ],
    );
  });

  it('creates nothing while variables are missing, unless forced', async () => {
    const { status, body } = await importing({ dir: 'needy' });
    const { missing_env, required_env, template, suggestion, code } = body as unknown as Record<string, unknown>;
    assert.deepEqual([status, code, template], [412, 'ENVIRONMENT_MISSING', 'needy']);
    assert.deepEqual([missing_env, required_env], [required_env, ['KEY_C', { any_of: ['KEY_A', 'KEY_B'] }]]);
    assert.match(String(suggestion), /GUILDHALL_AGENT_ENV/);
    assert.deepEqual(await team.all(), []);
    const forced = await importing({ dir: 'needy', force: true });
    assert.deepEqual([forced.status, forced.body.count], [201, 1]);
    team.ids.push(...forced.body.workspaces.map(({ id }) => id));
  });

  it('names each error with its line, and creates nothing', async () => {
    const { status, body } = await importing({ dir: 'broken' });
    assert.deepEqual([status, body.code], [400, 'TEMPLATE_INVALID']);
    assert.deepEqual(
      body.problems?.map(({ file, line, path, severity }) => [file, line, path, severity]),
      [
        ['org.yaml', 4, 'workspaces[0].tier', 'error'],
        ['org.yaml', 5, 'workspaces[0].chidren', 'warning'],
      ],
    );
    assert.equal((await team.all()).length, 1);
  });

  it('creates a whole organisation, and lists the settings that it ignored', async () => {
    const { status, body } = await importing({ dir: 'guild' });
    assert.deepEqual([status, body.error, body.count], [201, undefined, 3]);
    for (const { id, name } of body.workspaces) ids.set(name, id);
    team.ids.push(...ids.values());
    assert.deepEqual(
      body.not_applied.map(({ workspace, key }) => [workspace, key]),
      [['Lead', 'schedules']],
    );
    assert.ok(body.workspaces.find(({ name }) => name === 'Consultant')?.connection?.auth_token);
    await team.comes(idOf('Coder'), 'online');
    await team.comes(idOf('Lead'), 'online');
    const { body: history } = await installation.request<{ items: { type: string; data: Record<string, unknown> }[] }>(
      'GET',
      '/history?limit=500',
    );
    const record = history.items.filter(({ type }) => type === 'OrganisationImported').at(-1);
    assert.deepEqual([record?.data['template'], record?.data['workspaces'], record?.data['error']], ['guild', 3, null]);
  });

  it('gives an agent its files, the shared files and the variables that the operator named', async () => {
    assert.match((await team.ask(idOf('Lead'), 'ping')).text, /ping \| k-1 \| true/);
    const { body } = await installation.request<{ data: Record<string, unknown> }>(
      'GET',
      `/workspaces/${idOf('Lead')}/config`,
    );
    assert.deepEqual(
      [body.data['name'], body.data['initial_prompt'], body.data['prompt_files']],
      ['Lead', 'Say hello.', ['_shared/rules.md']],
    );
  });

  it('sends the initial prompt once, as a visible message', async () => {
    const id = idOf('Lead');
    const sent = async () =>
      (await team.history(id)).filter(
        ({ type, data }) => type === 'MessageSent' && (data['from'] as { kind: string }).kind === 'workspace',
      );
    await until('the initial prompt to be sent', async () => ((await sent()).length > 0 ? true : null));
    await team.do(id, 'restart');
    await team.comes(id, 'online', ({ incarnation }) => incarnation === 2);
    await team.ask(id, 'again');
    assert.equal((await sent()).length, 1);
  });

  it('lets only a lead with the grant restart and pause its reports', async () => {
    const tokenOf = async (name: string): Promise<string> =>
      (await installation.request<{ auth_token: string }>('POST', `/workspaces/${idOf(name)}/tokens`, {})).body
        .auth_token;
    const as = async (lead: string, action: string, of: string) => {
      const headers = { authorization: `Bearer ${await tokenOf(lead)}` };
      const { status, body } = await installation.request<{ code?: string }>(
        'POST',
        `/workspaces/${idOf(of)}/${action}`,
        undefined,
        headers,
      );
      return [status, body.code];
    };
    assert.deepEqual(await as('Lead', 'restart', 'Coder'), [200, undefined]);
    await team.comes(idOf('Coder'), 'online', ({ incarnation }) => incarnation === 2);
    assert.deepEqual(await as('Lead', 'pause', 'Coder'), [200, undefined]);
    assert.deepEqual(await as('Lead', 'resume', 'Coder'), [200, undefined]);
    assert.deepEqual(await as('Coder', 'restart', 'Lead'), [403, 'FOREIGN_WORKSPACE']);
    assert.deepEqual(await as('Coder', 'pause', 'Lead'), [403, 'FOREIGN_WORKSPACE']);
    assert.deepEqual(await as('Consultant', 'restart', 'Coder'), [403, 'FOREIGN_WORKSPACE']);
  });

  it('accepts a template in the request', async () => {
    const template = { name: 'Inline', workspaces: [{ name: 'Sent', command: 'cat', children: [{ name: 'Below' }] }] };
    const { status, body } = await importing({ template });
    team.ids.push(...body.workspaces.map(({ id }) => id));
    assert.deepEqual([status, body.workspaces.map(({ name }) => name)], [201, ['Sent', 'Below']]);
    assert.equal((await importing({ template, dir: 'demo' })).status, 400);
    assert.equal((await importing({})).status, 400);
  });

  it('keeps the created workspaces when the rest is refused, and says why', async () => {
    const { status, body } = await importing({ template: refusedAtItsEnd('Level') });
    team.ids.push(...body.workspaces.map(({ id }) => id));
    assert.deepEqual([status, body.count], [207, 32]);
    assert.match(String(body.error), /169\.254\.169\.254/);
  });

  it('creates nothing from a tree that is too deep', async () => {
    const deep = (level: number): Record<string, unknown> => ({
      name: `Too deep ${level}`,
      runtime: 'external',
      ...(level < 33 ? { children: [deep(level + 1)] } : {}),
    });
    const before = await team.all();
    const { status, body } = await importing({ template: { name: 'Deep', workspaces: [deep(1)] } });
    assert.deepEqual([status, body.code, body.problems?.length], [400, 'TEMPLATE_INVALID', 1]);
    assert.deepEqual(
      (await team.all()).map(({ id }) => id),
      before.map(({ id }) => id),
    );
  });

  it('completes under its key once the obstacle is gone, and records the import as complete', async () => {
    const file = join(folder, 'organisations/unfinished/org.yaml');
    mkdirSync(dirname(file));
    const send = async (address: string) => {
      writeFileSync(file, unfinished(address));
      const body = { dir: 'unfinished' };
      return installation.request<Imported>('POST', '/org/import', body, { 'idempotency-key': 'unfinished' });
    };
    const records = async (): Promise<unknown[]> => {
      type Row = { type: string; data: Record<string, unknown> };
      const { body } = await installation.request<{ items: Row[] }>('GET', '/history?limit=500');
      const ofIt = body.items.filter(
        ({ type, data }) => type === 'OrganisationImported' && data['name'] === 'Unfinished',
      );
      return ofIt.map(({ data }) => [data['workspaces'], data['error'] === null]);
    };
    const stopped = await send('http://169.254.169.254/');
    assert.deepEqual(
      [stopped.status, stopped.body.count, (await send('http://169.254.169.254/')).status],
      [207, 1, 207],
    );
    assert.deepEqual(await records(), [[1, false]]);
    const whole = await send('http://127.0.0.1:9/');
    team.ids.push(...whole.body.workspaces.map(({ id }) => id));
    assert.deepEqual([whole.status, whole.body.count, whole.body.error], [201, 3, undefined]);
    assert.equal(whole.body.workspaces[0]?.id, stopped.body.workspaces[0]?.id);
    assert.equal((await send('http://127.0.0.1:9/')).status, 201);
    assert.deepEqual((await records()).sort(), [
      [1, false],
      [3, true],
    ]);
  });

  it('repeated under its key, keeps created workspaces with their tokens and refuses only the rest', async () => {
    const template = refusedAtItsEnd('Deep again');
    const send = () =>
      installation.request<Imported>('POST', '/org/import', { template }, { 'idempotency-key': 'deep-again' });
    const [first, second] = [await send(), await send()];
    team.ids.push(...first.body.workspaces.map(({ id }) => id));
    assert.deepEqual([second.status, second.body.count, second.body.error], [207, 32, first.body.error]);
    assert.deepEqual(
      second.body.workspaces,
      first.body.workspaces.map(({ id, name, tier }) => ({ id, name, tier })),
    );
    const [{ id, connection } = assert.fail('nothing was made')] = first.body.workspaces;
    const headers = { authorization: `Bearer ${connection?.auth_token ?? ''}` };
    assert.equal((await installation.fetch(`/workspaces/${id}/state`, { headers })).status, 200);
  });
});
