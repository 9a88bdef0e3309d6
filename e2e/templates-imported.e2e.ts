import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Installation } from '@guildhall/testing';
import { agentHost } from './harness/agent-host.ts';
import { Team } from './harness/team.ts';

describe('imported workspace templates', () => {
  let installation: Installation;
  let team: Team;

  before(async () => {
    installation = await Installation.started();
    team = new Team(installation);
  });
  after(async () => {
    await installation?.remove();
    agentHost(installation).clean(team.ids);
  });

  const importing = (name: string, templateFiles: Record<string, unknown>) =>
    installation.request<{ status: string; id: string; code?: string; problem?: string }>('POST', '/templates/import', {
      name,
      files: templateFiles,
    });
  const config = 'name: Shouter\nruntime: command\nruntime_config: { command: node ../configs/shout.mjs }\n';
  const shout = `import { readFileSync } from 'node:fs';\nconsole.log(readFileSync(0, 'utf8').toUpperCase());\n`;

  it('are listed, also after a restart of the platform', async () => {
    const { status, body } = await importing('Shouter 2', { 'config.yaml': config, 'shout.mjs': shout });
    assert.deepEqual([status, body], [201, { status: 'imported', id: 'shouter-2', name: 'Shouter 2' }]);
    await installation.killAll('platform');
    installation.start('platform');
    await installation.ready();
    const { body: rows } = await installation.request<{ id: string; origin: string }[]>('GET', '/templates');
    assert.deepEqual(
      rows.filter(({ origin }) => origin === 'imported').map(({ id }) => id),
      ['shouter-2'],
    );
    const id = await team.create('Loud', { template: 'shouter-2' });
    await team.comes(id, 'online');
    assert.match((await team.ask(id, 'hello')).text, /HELLO/);
  });

  it('are never overwritten', async () => {
    const other = await importing('shouter 2', { 'config.yaml': 'name: Other\n' });
    assert.deepEqual([other.status, other.body.code], [409, 'TEMPLATE_EXISTS']);
    assert.deepEqual([(await importing('Echo agent', {})).status], [409]);
  });

  it('get a configuration if they have none', async () => {
    const { body } = await importing('Plain', { 'notes.md': 'x' });
    const { body: rows } = await installation.request<{ id: string; name: string }[]>('GET', '/templates');
    assert.equal(rows.find(({ id }) => id === body.id)?.name, 'Plain');
  });

  it('are refused with a reason when they are invalid', async () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`${index}.md`, '']));
    const refused = async (files: Record<string, unknown>, name = 'Bad') => {
      const { status, body } = await importing(name, files);
      return [status, body.code];
    };
    assert.deepEqual(await refused(many), [400, 'TEMPLATE_FILES_INVALID']);
    assert.deepEqual(await refused({ 'a.md': 7 }), [400, 'TEMPLATE_FILES_INVALID']);
    assert.deepEqual(await refused({ '../a.md': '' }), [400, 'PATH_REFUSED']);
    assert.deepEqual(await refused({ '/etc/a.md': '' }), [400, 'PATH_REFUSED']);
    assert.deepEqual(await refused({ 'config.yaml': 'tier: high\n' }), [400, 'TEMPLATE_INVALID']);
    assert.deepEqual(await refused({ 'config.yaml': 'tier: 7\n' }), [400, 'TEMPLATE_INVALID']);
    assert.deepEqual(await refused({ 'deep/.env': 'KEY=secret' }), [400, 'TEMPLATE_FILES_INVALID']);
    assert.deepEqual(await refused({}, '???'), [400, 'TEMPLATE_FILES_INVALID']);
  });

  it('do not start without the variables that they require', async () => {
    const needy = 'runtime: command\nruntime_config: { command: cat, required_env: [MODEL_KEY] }\n';
    const { body } = await importing('Needy', { 'config.yaml': needy });
    const id = await team.create('Needy', { template: body.id });
    const seen = await team.comes(id, 'failed');
    assert.match(seen.status_cause ?? '', /MODEL_KEY/);
  });
});
