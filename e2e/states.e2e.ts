import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Installation, until } from '@guildhall/testing';
import type { Browser, Page } from 'playwright-core';
import { agentHost, type AgentHost } from './harness/agent-host.ts';
import { launch, operatorPage, screenshot } from './harness/browser.ts';
import { Team } from './harness/team.ts';

const notInContainers =
  process.env['GUILDHALL_E2E_BACKEND'] === 'docker' ? false : 'GUILDHALL_E2E_BACKEND is not docker';
/** Files in /tmp count as memory of the container; the kernel kills its largest process, which is the agent. */
const eater =
  "sh -c 'for one in /proc/[0-9]*; do echo 1000 > $one/oom_score_adj; done; head -c 200000000 /dev/zero > /tmp/flood'";

describe('the states of an agent on the canvas', () => {
  let installation: Installation;
  let team: Team;
  let host: AgentHost;
  let browser: Browser;
  let page: Page & { problems: string[] };

  /** Opens the panel of a workspace and waits until node and panel both show the state; `cause` is optional. */
  const shows = async (id: string, word: string, cause?: RegExp): Promise<void> => {
    const node = page.getByTestId(`node-${id}`);
    await until(`${id} to be in sight`, async () => {
      await page.getByRole('button', { name: 'Show everything' }).click();
      return (await node.isVisible()) ? true : null;
    });
    await node.filter({ hasText: new RegExp(word, 'i') }).waitFor();
    if (!new URL(page.url()).search.includes(id)) await node.click();
    const panel = page.getByTestId('side-panel');
    await panel.getByRole('tab', { name: 'Details' }).click();
    await panel.getByText(word, { exact: true }).first().waitFor();
    if (cause !== undefined) await panel.getByText(cause).first().waitFor();
    await panel
      .getByText(/^(for \d+ |just now)/)
      .first()
      .waitFor();
  };
  const heartbeat = (id: string, report: object = {}) =>
    installation.request('POST', '/registry/heartbeat', { workspace_id: id, ...report });

  before(async () => {
    installation = await Installation.started({
      GUILDHALL_AGENT_LEASE_MS: '2000',
      GUILDHALL_START_TIMEOUT_MS: '4000',
      GUILDHALL_RUNTIME_IMAGES: 'crewai=guildhall/not-there:1',
      TIER2_MEMORY_MB: '128',
    });
    team = new Team(installation);
    host = agentHost(installation);
    browser = await launch();
    page = await operatorPage(browser, installation.loginLink);
  });
  after(async () => {
    await browser?.close();
    await installation?.remove();
    host?.clean(team.ids);
  });

  it('provisioning, failed by a timeout, and online after a restart', async () => {
    const { id } = await team.failsToStart('Slow', host, (starting) =>
      shows(starting, 'Provisioning', /created|starting/i),
    );
    await shows(id, 'Failed', /did not come online within 4 s/);
    await screenshot(page, 'state-failed');
    await page.getByTestId('life-restart').click();
    await shows(id, 'Online');
    const changed = await installation.request('PATCH', `/workspaces/${id}`, { model: 'large' });
    assert.equal(changed.body['needs_restart'], true);
  });

  it('offline without heartbeats, and online with the next one', async () => {
    const id = await team.create('Silent');
    await shows(id, 'Online');
    host.freeze(id);
    await heartbeat(id, { runtime_metadata: { heartbeat_interval_seconds: 1 } });
    await shows(id, 'Offline', /no heartbeat for \d+ s; its (process|container) still runs/i);
    host.thaw(id);
    await shows(id, 'Online');
  });

  it('failed after five kills, with the cause of the last one', async () => {
    const id = await team.create('Killed');
    for (let crash = 1; crash <= 5; crash += 1) {
      await team.comes(id, 'online', ({ incarnation }) => incarnation === crash);
      host.kill(id);
    }
    await shows(id, 'Failed', /ended by SIGKILL; crashed 5 times in 5 minutes/i);
    await page
      .getByTestId('failure-fix')
      .getByText(/boot log/i)
      .waitFor();
    await team.comes(id, 'failed', ({ failure }) => failure?.code === 'CRASH_LOOP');
  });

  it('awaiting an external agent, degraded, recovered, wedged, silent', async () => {
    const seldom = { runtime_metadata: { heartbeat_interval_seconds: 60 } };
    const id = await team.create('Elsewhere', { external: true });
    await shows(id, 'Awaiting agent');
    const registration = { id, url: 'http://127.0.0.1:9/', agent_card: { name: 'Elsewhere' } };
    await installation.request('POST', '/registry/register', registration);
    await shows(id, 'Online');
    await heartbeat(id, { ...seldom, error_rate: 0.62, sample_error: 'no key' });
    await shows(id, 'Degraded', /error rate 62 %: no key/i);
    await screenshot(page, 'state-degraded');
    await heartbeat(id, { ...seldom, error_rate: 0.04 });
    await shows(id, 'Online', /error rate 4 %/i);
    await heartbeat(id, { runtime_metadata: { heartbeat_interval_seconds: 5 }, runtime_state: 'wedged' });
    await shows(id, 'Degraded', /wedged/i);
    await shows(id, 'Offline', /no heartbeat/i);
  });

  it('paused with its team, hibernated, woken by a message', async () => {
    const lead = await team.create('Lead');
    const report = await team.create('Report', { command: 'cat', parent_id: lead });
    for (const id of [lead, report]) await team.comes(id, 'online');
    await team.do(lead, 'pause');
    await shows(report, 'Paused', /paused with its team/i);
    await shows(lead, 'Paused');
    await team.do(lead, 'resume');
    await shows(report, 'Online');
    await team.do(report, 'hibernate');
    await shows(report, 'Hibernated', /asked for|idle|hibernate/i);
    await team.ask(report, 'wake up');
    await shows(report, 'Online');
  });

  it('failed for lack of memory, and for lack of an image', { skip: notInContainers }, async () => {
    const hungry = await team.create('Hungry', { command: eater, tier: 2 });
    for (let incarnation = 1; incarnation <= 5; incarnation += 1) {
      await until(`start ${incarnation}`, async () => {
        const { status, incarnation: reached } = await team.see(hungry);
        return status === 'online' && reached === incarnation;
      });
      await team.ask(hungry, 'eat', 1);
    }
    await shows(hungry, 'Failed', /out of memory \(128 MiB\); crashed 5 times in 5 minutes/i);
    await screenshot(page, 'state-out-of-memory');
    const imageless = await team.create('Imageless', { runtime: 'crewai' });
    await shows(imageless, 'Failed', /guildhall\/not-there:1/);
  });

  it('stopped with all others, and removed', async () => {
    const id = await team.create('Last');
    await shows(id, 'Online');
    await installation.request('POST', '/workspaces/stop-all', {});
    await shows(id, 'Offline', /stopped/i);
    await installation.request('DELETE', `/workspaces/${id}?confirm=true`);
    await page.getByTestId(`node-${id}`).waitFor({ state: 'detached' });
  });

  it('no error in the page', () => assert.deepEqual(page.problems, []));
});
