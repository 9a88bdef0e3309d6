import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { causeSentence, type Cause } from '@guildhall/contracts';
import { Installation, until } from '@guildhall/testing';
import { agentHost, type AgentHost } from './harness/agent-host.ts';
import { Team } from './harness/team.ts';

describe('the life cycle of an agent', () => {
  let installation: Installation;
  let team: Team;
  let host: AgentHost;

  before(async () => {
    installation = await Installation.started({ GUILDHALL_AGENT_LEASE_MS: '2000', GUILDHALL_START_TIMEOUT_MS: '4000' });
    team = new Team(installation);
    host = agentHost(installation);
  });
  after(async () => {
    await installation?.remove();
    host?.clean(team.ids);
  });

  it('comes online and answers', async () => {
    const id = await team.create('Echo');
    const seen = await team.comes(id, 'online');
    assert.deepEqual([seen.status_cause, seen.incarnation, seen.backend], ['registered', 1, host.name]);
    assert.match((await team.ask(id, 'hello')).text, /hello/);
  });

  it('restarts after a kill, and records the cause', async () => {
    const id = await team.create('Killed');
    await team.comes(id, 'online');
    host.kill(id);
    await team.comes(id, 'online', ({ incarnation }) => incarnation === 2);
    const ended = (await team.history(id)).find(({ type }) => type === 'BackendStopped');
    assert.match(causeSentence(ended?.data['cause'] as Cause), host.killed);
  });

  it('fails after five crashes, and comes back by a restart', async () => {
    const id = await team.create('Crashing');
    for (let crash = 1; crash <= 5; crash += 1) {
      await team.comes(id, 'online', ({ incarnation }) => incarnation === crash);
      host.kill(id);
    }
    const failed = await team.comes(id, 'failed');
    assert.match(failed.status_cause ?? '', /; crashed 5 times in 5 minutes$/);
    assert.match(failed.status_cause ?? '', host.killed);
    assert.equal((await team.do(id, 'restart')).status, 200);
    await team.comes(id, 'online');
  });

  it('fails when the agent does not come online in time, and leaves nothing behind', async () => {
    const { id, status_cause } = await team.failsToStart('Stuck', host);
    assert.match(status_cause ?? '', /did not come online within 4 s/);
    await until('its process to be gone', () => !host.running(team.ids).includes(id));
  });

  it('goes offline without heartbeats, and reports that the process still runs', async () => {
    const id = await team.create('Silent');
    await team.comes(id, 'online');
    const heartbeat = { workspace_id: id, runtime_metadata: { heartbeat_interval_seconds: 1 } };
    host.freeze(id);
    await installation.request('POST', '/registry/heartbeat', heartbeat);
    const offline = await team.comes(id, 'offline');
    assert.match(offline.status_cause ?? '', /^no heartbeat for \d+ s; its (process|container) still runs$/);
    host.thaw(id);
    await team.comes(id, 'online', ({ status_cause }) => status_cause === 'heartbeat');
  });

  it('degrades and recovers at two thresholds, and names the cause', async () => {
    const id = await team.create('Failing', { external: true, url: 'http://127.0.0.1:9/' });
    const heartbeat = (report: object) =>
      installation.request('POST', '/registry/heartbeat', { workspace_id: id, ...report });
    await heartbeat({ error_rate: 0.62, sample_error: 'no key' });
    await team.comes(id, 'degraded', ({ status_cause }) => status_cause === 'error rate 62 %: no key');
    await heartbeat({ error_rate: 0.3 });
    await heartbeat({ error_rate: 0.04 });
    await team.comes(id, 'online', ({ status_cause }) => status_cause === 'error rate 4 %');
    await heartbeat({ runtime_state: 'wedged' });
    await team.comes(id, 'degraded', ({ status_cause }) => status_cause === 'wedged');
    const recorded = (await team.history(id)).filter(
      ({ type }) => type === 'AgentDegraded' || type === 'AgentRecovered',
    );
    assert.equal(recorded.length, 3);
    await team.comes(id, 'offline', ({ status_cause }) => /^no heartbeat/.test(status_cause ?? ''));
  });

  it('pauses a team: messages wait, heartbeats resume no agent, and resuming brings all back', async () => {
    const lead = await team.create('Lead');
    const report = await team.create('Report', { command: 'cat', parent_id: lead });
    const outside = await team.create('Outside', { external: true, url: 'http://127.0.0.1:9/', parent_id: lead });
    for (const id of [lead, report]) await team.comes(id, 'online');
    const { body: paused } = await team.do(lead, 'pause');
    assert.equal(paused['paused_count'], 3);
    await team.comes(report, 'paused', ({ status_cause }) => status_cause === 'paused with its team');
    await until('its agent to be gone', () => !host.running(team.ids).includes(report));
    await installation.request('POST', '/registry/heartbeat', { workspace_id: outside });
    assert.equal((await team.see(outside)).status, 'paused');
    assert.equal((await team.do(lead, 'pause')).status, 404);
    assert.equal((await team.do(report, 'resume')).status, 409);
    assert.equal((await team.do(report, 'restart')).status, 409);
    assert.equal((await team.ask(report, 'waits', 1)).status, 202);
    const { body: resumed } = await team.do(lead, 'resume');
    assert.equal(resumed['resumed_count'], 3);
    await team.comes(lead, 'online');
    await team.comes(outside, 'awaiting_agent');
    await until('the message to be answered', async () =>
      (await team.history(report)).some(({ type }) => type === 'MessageAnswered'),
    );
  });

  it('hibernates, and the first message wakes it and is answered', async () => {
    const id = await team.create('Sleeper');
    await team.comes(id, 'online');
    assert.equal((await team.do(id, 'hibernate')).status, 200);
    await team.comes(id, 'hibernated');
    const answer = await team.ask(id, 'good morning');
    assert.deepEqual([answer.status, /good morning/.test(answer.text)], [200, true]);
    const types = (await team.history(id)).map(({ type }) => type);
    assert.deepEqual(
      types.filter((type) => /Hibernated|Woken/.test(type)),
      ['WorkspaceHibernated', 'WorkspaceWoken'],
    );
  });

  it('does not hibernate a busy agent unless forced', async () => {
    const id = await team.create('Busy', { command: 'sleep 30' });
    await team.comes(id, 'online');
    await team.ask(id, 'work', 1);
    const refused = await team.do(id, 'hibernate');
    assert.deepEqual([refused.status, refused.body['active_tasks']], [409, 1]);
    assert.equal((await installation.request('POST', `/workspaces/${id}/hibernate?force=true`)).status, 200);
    await team.comes(id, 'hibernated');
  });

  it('shows its boot log, and where to read on', async () => {
    const id = await team.create('Talkative');
    await team.comes(id, 'online');
    const { body } = await installation.request<{ output: string; to: number }>('GET', `/workspaces/${id}/console`);
    assert.match(body.output, /"level"/);
    const { body: rest } = await installation.request<{ from: number }>(
      'GET',
      `/workspaces/${id}/console?after=${body.to}`,
    );
    assert.equal(rest.from, body.to);
    const outside = await team.create('Outside', { external: true });
    assert.equal((await installation.request('GET', `/workspaces/${outside}/console`)).status, 501);
  });

  it('is purged with all of its data; only the log keeps its events', async () => {
    const id = await team.create('Purged');
    await team.comes(id, 'online');
    const { body } = await installation.request('DELETE', `/workspaces/${id}?purge=true`);
    assert.deepEqual([body['status'], body['cascade_deleted']], ['purged', 0]);
    await until(
      'its process and folder to be gone',
      () => !host.running(team.ids).includes(id) && !existsSync(join(installation.dataDir, 'agents', id)),
    );
    await until('the view to drop it', async () => {
      const { body: rows } = await installation.request<{ id: string }[]>('GET', '/workspaces?removed=true');
      return !rows.some((row) => row.id === id);
    });
    assert.equal((await installation.request('GET', `/workspaces/${id}`)).status, 404);
    assert.ok((await team.history(id)).some(({ type }) => type === 'WorkspacePurged'));
  });

  it('stops every agent at once, and leaves them stopped', async () => {
    const id = await team.create('Stopped');
    await team.comes(id, 'online');
    const { body } = await installation.request<{ stopped: number }>('POST', '/workspaces/stop-all');
    assert.ok(body.stopped >= 1);
    await team.comes(id, 'offline', ({ status_cause }) => status_cause === 'everything was stopped');
    await team.do(id, 'restart');
    await team.comes(id, 'online', ({ incarnation }) => incarnation === 2);
  });
});

describe('an idle agent', () => {
  it('hibernates an agent', async () => {
    const installation = await Installation.started({ GUILDHALL_HIBERNATE_AFTER_MS: '1000' });
    const team = new Team(installation);
    try {
      const id = await team.create('Idle');
      await team.comes(id, 'hibernated', ({ status_cause }) => status_cause === 'idle for 1 s');
      assert.match((await team.ask(id, 'wake up')).text, /wake up/);
    } finally {
      await installation.remove();
      agentHost(installation).clean(team.ids);
    }
  });
});

describe('a platform killed during 20 starts', () => {
  it('ends up with exactly one process for each agent, and no orphan', async () => {
    const installation = await Installation.started();
    const team = new Team(installation);
    try {
      const ids = await Promise.all(Array.from({ length: 20 }, (_, number) => team.create(`Start ${number}`)));
      await installation.kill('platform');
      installation.start('platform');
      await installation.ready();
      for (const id of ids) await team.comes(id, 'online');
      const running = agentHost(installation).running(team.ids);
      assert.deepEqual(running.sort(), [...ids].sort());
    } finally {
      await installation.remove();
      agentHost(installation).clean(team.ids);
    }
  });
});
