import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Installation } from '@guildhall/testing';
import { agentHost } from './harness/agent-host.ts';
import { Team } from './harness/team.ts';

const skip = process.env['GUILDHALL_E2E_BACKEND'] === 'docker' ? false : 'GUILDHALL_E2E_BACKEND is not docker';
const image = 'guildhall/e2e-own-program:latest';
const context = fileURLToPath(new URL('images/own-program', import.meta.url));

describe('images with a program of their own', { skip }, () => {
  let installation: Installation;
  let team: Team;
  let id: string;

  before(async () => {
    const built = spawnSync('docker', ['build', '--tag', image, context], { encoding: 'utf8' });
    assert.equal(built.status, 0, built.stderr);
    installation = await Installation.started({
      GUILDHALL_RUNTIME_IMAGES: `langgraph=${image},crewai=guildhall/not-there:1`,
      GUILDHALL_AGENT_ENV: 'MODEL_KEY',
      MODEL_KEY: 'k-1',
    });
    team = new Team(installation);
  });
  after(async () => {
    await installation?.remove();
    agentHost(installation).clean(team.ids);
  });

  it('come online by environment and files, and answer', async () => {
    id = await team.create('Foreigner', { runtime: 'langgraph' });
    await team.comes(id, 'online');
    assert.match((await team.ask(id, 'good morning')).text, /Foreigner heard: good morning/);
  });

  it('are confined like every agent, and keep the settings of their image', () => {
    const names = agentHost(installation)
      .run(id, 'env')
      .split('\n')
      .map((line) => line.split('=')[0]);
    assert.deepEqual(
      names.filter((name) => name !== '').sort(),
      [
        'BROUGHT_BY_THE_IMAGE',
        'GUILDHALL_AGENT_ENV',
        'GUILDHALL_STATE_DIR',
        'HOME',
        'HOSTNAME',
        'LANG',
        'MODEL_KEY',
      ].concat([
        'MOLECULE_URL',
        'PATH',
        'PLATFORM_URL',
        'PLUGINS_DIR',
        'TIER',
        'WORKSPACE_CONFIG_PATH',
        'WORKSPACE_ID',
      ]),
    );
    const status = agentHost(installation).run(id, 'cat', '/proc/1/status');
    assert.match(status, /CapEff:\s*0{16}/);
    assert.match(status, /NoNewPrivs:\s*1/);
    assert.match(status, /Uid:\s*1000/);
  });

  it('have readable files, except for the token', async () => {
    const read = (root: string, path: string) =>
      installation.request('GET', `/workspaces/${id}/files/${path}?root=${encodeURIComponent(root)}`);
    const configuration = await read('/configs', 'config.yaml');
    assert.equal(configuration.status, 200);
    assert.match(JSON.stringify(configuration.body), /name: Foreigner/);
    assert.match(JSON.stringify((await read('/workspace', 'AGENTS.md')).body), /# Foreigner/);
    const token = await read('/configs', '.auth_token');
    assert.deepEqual([token.status, (token.body as { code: string }).code], [400, 'PATH_REFUSED']);
    const listing = await installation.request('GET', `/workspaces/${id}/files?root=%2Fconfigs`);
    assert.match(JSON.stringify(listing.body), /config\.yaml/);
    assert.doesNotMatch(JSON.stringify(listing.body), /auth_token/);
  });

  it('restart with a new token after a kill', async () => {
    agentHost(installation).kill(id);
    await team.comes(id, 'online', ({ incarnation }) => incarnation === 2);
    assert.match((await team.ask(id, 'still you')).text, /Foreigner heard: still you/);
  });

  it('name a missing image', async () => {
    const missing = await team.create('Nowhere', { runtime: 'crewai' });
    const { status_cause } = await team.comes(missing, 'failed');
    assert.match(status_cause ?? '', /guildhall\/not-there:1/);
    const unknown = await team.create('Unheard of', { runtime: 'autogen' });
    assert.match((await team.comes(unknown, 'failed')).status_cause ?? '', /autogen/);
  });
});
