import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { causeSentence, type Cause } from '@guildhall/contracts';
import { Installation } from '@guildhall/testing';
import { agentHost } from './harness/agent-host.ts';
import { EngineProxy } from './harness/engine-proxy.ts';
import { Team } from './harness/team.ts';

const skip = process.env['GUILDHALL_E2E_BACKEND'] === 'docker' ? false : 'GUILDHALL_E2E_BACKEND is not docker';

describe('an unreachable container engine', { skip }, () => {
  const engine = new EngineProxy();
  let installation: Installation;
  let team: Team;

  const heartbeat = (workspace_id: string) =>
    installation.request('POST', '/registry/heartbeat', {
      workspace_id,
      runtime_metadata: { heartbeat_interval_seconds: 1 },
    });

  before(async () => {
    await engine.open();
    installation = await Installation.started({ DOCKER_HOST: `unix://${engine.socket}` });
    team = new Team(installation);
  });
  after(async () => {
    await installation?.remove();
    agentHost(installation).clean(team.ids);
    engine.cut();
  });

  it('leaves states as they are, names the cause, refuses commands, and everything resumes with the engine', async () => {
    const id = await team.create('Steady');
    await team.comes(id, 'online');
    engine.cut();
    await team.comes(id, 'online', ({ status_cause }) => /engine/i.test(status_cause ?? ''));
    const refused = await team.do(id, 'restart');
    assert.deepEqual([refused.status, refused.body['code']], [503, 'ENGINE_UNREACHABLE']);
    const waiting = await team.create('Waits for it');
    await team.comes(waiting, 'provisioning', ({ status_cause }) => /engine/i.test(status_cause ?? ''));
    assert.match((await team.ask(id, 'still there')).text, /still there/);
    await engine.open();
    await team.comes(id, 'online', ({ status_cause }) => status_cause === 'the engine is back');
    await team.comes(waiting, 'online');
    assert.equal((await team.do(id, 'restart')).status, 200);
    await team.comes(id, 'online', ({ incarnation }) => incarnation === 2);
    assert.deepEqual(agentHost(installation).running(team.ids).sort(), [...team.ids].sort());
  });

  it('keeps the state of an agent that ended meanwhile, and restarts it once the engine is back', async () => {
    const id = await team.create('Ends unseen');
    const witness = await team.create('Witness', { external: true });
    await team.comes(id, 'online');
    engine.cut();
    await team.comes(id, 'online', ({ status_cause }) => /engine/i.test(status_cause ?? ''));
    agentHost(installation).kill(id);
    const registration = { id: witness, url: 'http://127.0.0.1:9/', agent_card: { name: 'Witness' } };
    await installation.request('POST', '/registry/register', registration);
    for (const one of [id, witness]) await heartbeat(one);
    await team.comes(witness, 'offline');
    await team.comes(id, 'online', ({ status_cause }) => /engine/i.test(status_cause ?? ''));
    await engine.open();
    await team.comes(id, 'online', ({ incarnation }) => incarnation === 2);
    const stopped = (await team.history(id)).find(({ type }) => type === 'BackendStopped');
    assert.match(causeSentence(stopped?.data['cause'] as Cause), /SIGKILL|gone when the engine came back/);
  });
});
