import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Installation, until } from '@guildhall/testing';
import type { Browser, Page } from 'playwright-core';
import { agentHost, type AgentHost } from './harness/agent-host.ts';
import { launch, operatorPage, screenshot } from './harness/browser.ts';
import { Team } from './harness/team.ts';

const sentence = 'Ask the archive on Tuesday.';

describe('agents in the browser, from template to removal', { timeout: 180_000 }, () => {
  let installation: Installation;
  let team: Team;
  let host: AgentHost;
  let browser: Browser;
  let page: Page & { problems: string[] };
  let lead = '';
  let echo = '';

  const node = (id: string) => page.getByTestId(`node-${id}`);
  const shows = (id: string, word: string) => node(id).getByText(word, { exact: true }).waitFor({ timeout: 30_000 });
  const openTab = (id: string, tab: string) => page.goto(`${installation.url}/?workspace=${id}&tab=${tab}`);
  const idOf = async (name: string): Promise<string> => {
    const { id } = await team.named(name);
    team.ids.push(id);
    return id;
  };
  const fillFromTemplate = async (name: string, template: string): Promise<string> => {
    const dialog = page.getByTestId('create-dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByText('From a template').click();
    await dialog.getByTestId(`template-${template}`).click();
    await screenshot(page, `create-${template}`);
    await dialog.getByRole('button', { name: 'Create workspace' }).click();
    await dialog.waitFor({ state: 'detached' });
    return idOf(name);
  };
  const choose = async (id: string, entry: string): Promise<void> => {
    await node(id).click({ button: 'right', position: { x: 30, y: 20 } });
    await page.getByTestId(`menu-${entry}`).click();
  };

  before(async () => {
    installation = await Installation.started();
    team = new Team(installation);
    host = agentHost(installation);
    browser = await launch();
    page = await operatorPage(browser, installation.loginLink);
    page.setDefaultTimeout(30_000);
  });
  after(async () => {
    await browser?.close();
    await installation?.remove();
    host?.clean(team.ids);
  });

  it('creates a lead from a template and sees it come online', async () => {
    await page.getByTestId('create-button').click();
    lead = await fillFromTemplate('Notes', 'note-taker');
    await shows(lead, 'Online');
    await team.comes(lead, 'online', ({ backend }) => backend === host.name);
  });

  it('adds a report from the menu of the lead', async () => {
    await choose(lead, 'add');
    echo = await fillFromTemplate('Echo', 'echo-agent');
    await shows(echo, 'Online');
    assert.equal((await team.see(echo)).parent_id, lead);
  });

  it('saves a file and keeps unsaved text while another tab is open', async () => {
    await openTab(lead, 'files');
    await page.getByTestId('new-file').click();
    await page.getByLabel('Name of the new file').fill('plan.md');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByTestId('file-state').waitFor();
    await page.locator('.cm-content').click();
    await page.keyboard.type(sentence);
    await page.getByTestId('file-state').getByText('Unsaved changes').waitFor();
    await page.getByTestId('tab-logs').click();
    await page.getByTestId('logs-output').getByText('registered').first().waitFor();
    await screenshot(page, 'logs');
    await page.getByTestId('tab-files').click();
    await page.locator('.cm-content').getByText(sentence).waitFor();
    await page.getByTestId('file-save').click();
    await page.getByTestId('file-state').getByText('Saved', { exact: true }).waitFor();
    await screenshot(page, 'file-saved');
  });

  it('does not overwrite a file that another editor saved', async () => {
    const path = `/workspaces/${lead}/files/plan.md?root=workspace`;
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Mine.');
    assert.equal((await installation.request('PUT', path, { content: 'Theirs.\n' })).status, 200);
    await page.keyboard.press('Control+s');
    await page.getByTestId('conflict').waitFor();
    assert.equal((await installation.request<{ content: string }>('GET', path)).body.content, 'Theirs.\n');
    await screenshot(page, 'file-conflict');
    await page.getByRole('button', { name: 'Overwrite theirs' }).click();
    await page.getByTestId('conflict').waitFor({ state: 'detached' });
    const { body } = await installation.request<{ content: string }>('GET', path);
    assert.equal(body.content, `${sentence} Mine.`);
  });

  it('shows the file in the terminal, where Escape and Ctrl+K belong to the shell', async () => {
    await page.getByTestId('tab-terminal').click();
    await page.getByTestId('terminal-state').getByText('Connected').waitFor();
    await page.keyboard.type('cat plan.md; echo "sum $((40 + 2))"\n');
    await page.getByTestId('terminal-screen').getByText(`${sentence} Mine.`).first().waitFor();
    await page.getByTestId('terminal-screen').getByText('sum 42').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    assert.ok(await page.getByTestId('terminal-screen').isVisible());
    assert.equal(await page.getByTestId('search-dialog').count(), 0);
    await screenshot(page, 'terminal');
    await page.keyboard.press('Control+u');
    await page.keyboard.type('exit 3\n');
    await page.getByTestId('terminal-state').getByText('exit code 3').waitFor();
    await page.getByTestId('terminal-reconnect').click();
    await page.getByTestId('terminal-state').getByText('Connected').waitFor();
  });

  it('names the line of an error in the configuration', async () => {
    await page.getByTestId('tab-config').click();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('name: Notes\ntier: nine\n');
    await page.getByTestId('config-save').click();
    await page.getByTestId('config-problems').getByText('line 2').waitFor();
    await screenshot(page, 'config-problem');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByTestId('config-problems').waitFor({ state: 'detached' });
    page.problems = page.problems.filter((text) => !/status of 4(00|12)/.test(text));
  });

  it('asks for a restart after a change of the configuration until the agent is restarted', async () => {
    const marker = node(lead).getByTestId('restart-due');
    assert.equal(await marker.count(), 0);
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('# looked through\n');
    await page.getByTestId('config-save').click();
    await marker.waitFor();
    await page.getByTestId('config-restart-due').getByText('configuration changed').waitFor();
    await node(lead).getByText('Restart due: configuration', { exact: true }).waitFor();
    await page.getByTestId('tab-details').click();
    const due = page.getByTestId('needs-restart');
    await due.getByText('Restart due: configuration changed since this agent started.').waitFor();
    await screenshot(page, 'restart-due');
    await due.getByRole('button', { name: 'Restart' }).click();
    await marker.waitFor({ state: 'detached' });
    await due.waitFor({ state: 'detached' });
    await team.comes(lead, 'online', ({ incarnation }) => incarnation === 2);
    await shows(lead, 'Online');
  });

  it('pauses the team from the menu of its lead, and resumes it', async () => {
    await choose(lead, 'pause');
    await shows(lead, 'Paused');
    await shows(echo, 'Paused');
    await until('their agents to be gone', () => host.running(team.ids).length === 0);
    await node(echo).click({ button: 'right', position: { x: 30, y: 20 } });
    await page.getByTestId('menu-restart').hover();
    await page.getByTestId('workspace-menu').getByText('Resume it first.', { exact: false }).waitFor();
    await screenshot(page, 'menu-paused');
    await page.keyboard.press('Escape');
    await choose(lead, 'resume');
    await shows(lead, 'Online');
    await shows(echo, 'Online');
  });

  it('hibernates an agent and wakes it', async () => {
    await choose(echo, 'hibernate');
    await shows(echo, 'Hibernated');
    await choose(echo, 'wake');
    await shows(echo, 'Online');
    await team.comes(echo, 'online', ({ incarnation }) => incarnation === 3);
  });

  it('deletes a workspace with its data only after its name is typed', async () => {
    const id = await team.create('Secret');
    await team.comes(id, 'online');
    const path = `/workspaces/${id}/files/secret.md?root=workspace`;
    assert.ok((await installation.request('PUT', path, { content: 'Burn this.' })).status < 300);
    await shows(id, 'Online');
    await choose(id, 'remove');
    const dialog = page.getByTestId('remove-dialog');
    await dialog.getByTestId('purge').check();
    const remove = dialog.getByRole('button', { name: 'Delete workspace for good' });
    const name = dialog.getByLabel('Type the name to confirm', { exact: false });
    assert.ok(await remove.isDisabled());
    await name.fill('secret');
    assert.ok(await remove.isDisabled());
    await name.fill('Secret');
    await screenshot(page, 'purge');
    await remove.click();
    await node(id).waitFor({ state: 'detached' });
    await until('its agent to be gone', () => !host.running(team.ids).includes(id));
    await until('its files to be out of reach', async () => (await installation.request('GET', path)).status === 404);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Removed workspaces' }).click();
    const removed = page.getByTestId('removed-dialog');
    await removed.getByText('Nothing was removed.').waitFor();
    await page.keyboard.press('Escape');
    await removed.waitFor({ state: 'detached' });
  });

  it('deletes the team only after its name is typed', async () => {
    await choose(lead, 'remove');
    const dialog = page.getByTestId('remove-dialog');
    const remove = dialog.getByRole('button', { name: 'Remove 2 workspaces' });
    assert.ok(await remove.isDisabled());
    await dialog.getByLabel('Type the name to confirm', { exact: false }).fill('Notes');
    await remove.click();
    await node(lead).waitFor({ state: 'detached' });
    await node(echo).waitFor({ state: 'detached' });
    await page.getByTestId('toast-undo').waitFor();
    await until('the list to be empty', async () => {
      const { body } = await installation.request<unknown[]>('GET', '/workspaces');
      return body.length === 0;
    });
  });

  it('causes no error in the page', () => {
    assert.deepEqual(page.problems, []);
  });
});
