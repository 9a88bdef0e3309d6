import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Installation, until } from '@guildhall/testing';
import { agentHost } from './harness/agent-host.ts';
import { Team, type Seen } from './harness/team.ts';

describe('the demo organisation', () => {
  let installation: Installation;
  let team: Team;
  let agents: (Seen & { name: string })[] = [];

  before(async () => {
    installation = await Installation.started({ GUILDHALL_DEMO: '1' });
    team = new Team(installation);
  });
  after(async () => {
    await installation?.remove();
    agentHost(installation).clean(agents.map(({ id }) => id));
  });

  it('starts on the configured backend without a command', async () => {
    await until('five agents to be online', async () => {
      agents = (await installation.request<typeof agents>('GET', '/workspaces')).body;
      return agents.length === 5 && agents.every(({ status }) => status === 'online') ? true : null;
    });
    const host = agentHost(installation);
    const ids = agents.map(({ id }) => id);
    assert.deepEqual(
      agents.map(({ backend }) => backend),
      ids.map(() => host.name),
    );
    assert.deepEqual(host.running(ids).sort(), [...ids].sort());
  });

  it('answers messages', async () => {
    const converter = agents.find(({ name }) => name === 'Unit converter');
    assert.match((await team.ask(converter?.id ?? '', '10 km in miles')).text, /6\.21/);
  });
});
