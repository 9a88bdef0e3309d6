import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Installation } from '@guildhall/testing';
import { agentHost } from './harness/agent-host.ts';
import { Team } from './harness/team.ts';

interface Problem {
  line: number;
  path: string;
  problem: string;
  severity: string;
}
interface Config {
  data: Record<string, unknown>;
  text: string;
  problems: Problem[];
  version: string;
  needs_restart?: boolean;
  code?: string;
}

describe('templates and configuration', () => {
  let installation: Installation;
  let team: Team;
  let id = '';

  before(async () => {
    installation = await Installation.started();
    team = new Team(installation);
  });
  after(async () => {
    await installation?.remove();
    agentHost(installation).clean(team.ids);
  });

  const config = (method: string, body?: unknown, headers: Record<string, string> = {}) =>
    installation.request<Config>(method, `/workspaces/${id}/config`, body, headers);

  it('list the built-in templates', async () => {
    const { body: templates } = await installation.request<{ id: string; runtime: string }[]>('GET', '/templates');
    assert.deepEqual(
      templates.map((template) => template.id),
      ['echo-agent', 'note-taker', 'text-statistics'],
    );
    const { body: organisations } = await installation.request<{ dir: string; workspaces: number }[]>(
      'GET',
      '/org/templates',
    );
    assert.deepEqual(
      organisations.map(({ dir, workspaces }) => [dir, workspaces]),
      [['demo', 5]],
    );
  });

  it('create a workspace whose agent answers', async () => {
    id = await team.create('Notes', { template: 'note-taker' });
    await team.comes(id, 'online');
    assert.match((await team.ask(id, 'buy bread')).text, /Noted/);
    const { body: file } = await installation.request<{ content: string }>(
      'GET',
      `/workspaces/${id}/files/notes.md?root=workspace`,
    );
    assert.equal(file.content, '- buy bread\n');
  });

  it('refuse an unknown template, and create nothing', async () => {
    const { status, body } = await installation.request<{ code: string }>('POST', '/workspaces', {
      name: 'Nothing',
      template: 'no-such-one',
    });
    assert.deepEqual([status, body.code], [400, 'TEMPLATE_NOT_FOUND']);
    assert.ok(!(await team.all()).some(({ name }) => name === 'Nothing'));
  });

  it('change the configuration without losing a comment', async () => {
    const { body } = await config('GET');
    assert.equal(body.data['name'], 'Notes');
    const commented = `# kept\n${body.text}`;
    assert.equal((await config('PUT', { text: commented }, { 'if-match': `"${body.version}"` })).status, 200);
    const { body: merged } = await config('PATCH', { description: 'Another one', skills: null });
    assert.deepEqual(
      [merged.data['description'], merged.data['skills'], merged.needs_restart],
      ['Another one', undefined, true],
    );
    assert.match(merged.text, /^# kept\n/);
  });

  it('name every problem with its line, and keep the previous configuration', async () => {
    const text = 'name: Notes\ntier: high\nunheard_of: 1\nruntime_config:\n  timeout: soon\n';
    const { status, body } = await config('PUT', { text });
    assert.deepEqual([status, body.code], [400, 'CONFIG_INVALID']);
    assert.deepEqual(
      body.problems.map(({ line, path, severity }) => [line, path, severity]),
      [
        [2, 'tier', 'error'],
        [3, 'unheard_of', 'warning'],
        [5, 'runtime_config.timeout', 'error'],
      ],
    );
    assert.equal((await config('GET')).body.data['name'], 'Notes');
  });

  it('refuse a merge that would remove an anchor in use', async () => {
    const { body: before } = await config('GET');
    const anchored = { text: 'tools: &x [a]\nskills: *x\n' };
    assert.equal((await config('PUT', anchored)).status, 200);
    const { status, body } = await config('PATCH', { tools: null });
    assert.deepEqual([status, body.code, body.problems.length], [400, 'CONFIG_INVALID', 1]);
    assert.equal((await config('PUT', { text: before.text })).status, 200);
  });

  it('keep one editor from overwriting another', async () => {
    const { status, body } = await config('PUT', { text: 'name: Mine\n' }, { 'if-match': `"${'0'.repeat(64)}"` });
    assert.deepEqual([status, body.code], [412, 'CONFIG_CHANGED']);
  });

  it('write the files of the template again when a restart asks for it', async () => {
    await team.do(id, 'restart', { apply_template: true });
    await team.comes(id, 'online', ({ incarnation }) => incarnation === 2);
    assert.deepEqual((await config('GET')).body.data['skills'], ['notes']);
    assert.match((await team.ask(id, 'read')).text, /buy bread/);
  });

  it('import an organisation once for each key', async () => {
    const once = () =>
      installation.request<{ count: number; workspaces: { id: string }[] }>(
        'POST',
        '/org/import',
        { dir: 'demo' },
        { 'idempotency-key': 'import-1' },
      );
    const [first, second] = [await once(), await once()];
    assert.deepEqual([first.status, first.body.count], [201, 5]);
    assert.deepEqual(
      second.body.workspaces.map((row) => row.id),
      first.body.workspaces.map((row) => row.id),
    );
    team.ids.push(...first.body.workspaces.map((row) => row.id));
    for (const row of first.body.workspaces) await team.comes(row.id, 'online');
    const unknown = await installation.request<{ code: string }>('POST', '/org/import', { dir: 'nowhere' });
    assert.deepEqual([unknown.status, unknown.body.code], [400, 'TEMPLATE_NOT_FOUND']);
  });
});
