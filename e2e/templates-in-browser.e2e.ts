import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Installation, until } from '@guildhall/testing';
import type { Browser, Page } from 'playwright-core';
import { agentHost } from './harness/agent-host.ts';
import { launch, operatorPage, screenshot } from './harness/browser.ts';
import { Team } from './harness/team.ts';

const needy = `
name: Needy
description: A team that needs keys
required_env: [{ any_of: [KEY_A, KEY_B] }, KEY_C, KEY_SET]
recommended_env: [KEY_D]
workspaces:
  - name: Lonely
    command: cat
    schedules: [{ name: daily, cron_expr: "0 9 * * *", prompt: hi }]
`;
/** A chain of workspaces of the greatest allowed depth. */
const levels = 32;
const deep = (level: number): Record<string, unknown> => ({
  name: `Level ${level}`,
  runtime: 'external',
  ...(level < levels ? { children: [deep(level + 1)] } : {}),
});
/** A forbidden agent address, which only the creation of the workspace detects. */
const forbidden = { external: true, url: 'http://169.254.169.254/' };
const endless = [deep(1), { name: 'Refused', ...forbidden }, { name: 'After it', ...forbidden }];
const shouter = {
  'config.yaml':
    'name: Shouter\ndescription: Says it louder\nruntime: command\nruntime_config: { command: node ../configs/shout.mjs }\n',
  'shout.mjs': `import { readFileSync } from 'node:fs';\nconsole.log(readFileSync(0, 'utf8').toUpperCase());\n`,
};

describe('templates in the browser', { timeout: 180_000 }, () => {
  let installation: Installation;
  let team: Team;
  let browser: Browser;
  let page: Page & { problems: string[] };
  let folder = '';

  const writeTemplate = (below: string, files: Record<string, string>): string => {
    const target = join(folder, below);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(target, path)), { recursive: true });
      writeFileSync(join(target, path), text);
    }
    return target;
  };
  const idOf = async (name: string): Promise<string> => {
    const { id } = await team.named(name);
    team.ids.push(id);
    return id;
  };
  const organisations = () => page.getByTestId('organisation-templates-dialog');
  const openOrganisations = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByTestId('import-organisation').click();
    await organisations().waitFor();
  };
  const importing = async (dir: string): Promise<void> => {
    await organisations().getByTestId(`organisation-${dir}`).click();
    await organisations().getByTestId('import-start').click();
  };
  /** The browser itself logs a refused request as an error. */
  const expectRefusal = (status: number): void => {
    const isIt = (text: string): boolean => text.includes(`status of ${status}`);
    assert.ok(page.problems.some(isIt));
    page.problems = page.problems.filter((text) => !isIt(text));
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-templates-'));
    writeTemplate('organisations/needy', { 'org.yaml': needy });
    writeTemplate('organisations/broken', { 'org.yaml': 'name: Broken\nworkspaces: none\n' });
    writeTemplate('workspaces/misspelt', { 'config.yaml': 'name: Misspelt\ntier: 7\n' });
    writeTemplate('organisations/deep', { 'org.yaml': JSON.stringify({ name: 'Deep', workspaces: endless }) });
    installation = await Installation.started({
      GUILDHALL_TEMPLATES_DIR: folder,
      GUILDHALL_AGENT_ENV: 'KEY_SET',
      KEY_SET: '1',
    });
    team = new Team(installation);
    browser = await launch();
    page = await operatorPage(browser, installation.loginLink);
    page.setDefaultTimeout(30_000);
  });
  after(async () => {
    await browser?.close();
    await installation?.remove();
    agentHost(installation).clean(team.ids);
    rmSync(folder, { recursive: true, force: true });
  });

  it('names the variables that an organisation lacks, and creates it when forced', async () => {
    await openOrganisations();
    const broken = organisations().getByTestId('organisation-broken');
    await broken.getByText('org.yaml, line 2').waitFor();
    assert.ok(await broken.getByRole('radio').isDisabled());
    await importing('needy');
    await organisations().getByTestId('import-refusal').waitFor();
    expectRefusal(412);
    const required = organisations().getByRole('list', { name: 'Required environment variables' });
    const found = await required.getByRole('listitem').allInnerTexts();
    assert.deepEqual(
      found.map((text) => text.replaceAll(/\s+/g, ' ')),
      ['KEY_C missing', 'KEY_SET set', 'one of KEY_A KEY_B missing'],
    );
    assert.deepEqual(await team.all(), []);
    await screenshot(page, 'organisation-environment');
    await organisations().getByTestId('import-anyway').click();
    await organisations().getByTestId('import-outcome').getByText('Needy was imported.').waitFor();
    await organisations().getByTestId('not-applied').getByText('schedules').first().waitFor();
    await screenshot(page, 'organisation-imported');
    await organisations().getByRole('button', { name: 'Lonely' }).click();
    const id = await idOf('Lonely');
    await page.getByTestId(`node-${id}`).getByText('Online', { exact: true }).waitFor();
    await page.getByTestId('side-panel').getByRole('heading', { name: 'Lonely' }).waitFor();
  });

  it('shows a partial import, also after reopening the dialog, and completes it without duplicates', async () => {
    await openOrganisations();
    await importing('deep');
    const outcome = organisations().getByTestId('import-outcome');
    await outcome.getByText('Deep was only partly imported.').waitFor();
    await outcome.getByText('32 workspaces were created; the first of the other 2 was refused:').waitFor();
    await outcome.getByText(/169\.254\.169\.254/).waitFor();
    await page.keyboard.press('Escape');
    await organisations().waitFor({ state: 'detached' });
    const before = await team.all();
    await openOrganisations();
    await organisations().getByTestId('import-resume').click();
    await page.getByTestId('import-resume').and(page.locator(':enabled')).waitFor();
    await outcome.getByText(/169\.254\.169\.254/).waitFor();
    assert.equal(await organisations().getByText('Importing the rest failed.').count(), 0);
    assert.deepEqual(
      (await team.all()).map(({ id }) => id),
      before.map(({ id }) => id),
    );
    await screenshot(page, 'organisation-in-part');
    await organisations().getByRole('button', { name: 'Keep as is' }).click();
    await page.keyboard.press('Escape');
    await installation.request('DELETE', `/workspaces/${await idOf('Level 1')}?confirm=true`);
  });

  it('imports a folder as a template and creates a workspace from it', async () => {
    await page.goto(installation.url);
    await page.getByTestId('create-button').click();
    const dialog = page.getByTestId('create-dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Loud');
    await dialog.getByText('From a template').click();
    const misspelt = dialog.getByTestId('template-misspelt');
    await misspelt.getByText('config.yaml, line 2').waitFor();
    assert.ok(await misspelt.getByRole('radio').isDisabled());
    await misspelt.scrollIntoViewIfNeeded();
    await screenshot(page, 'template-misspelt');
    const choose = (target: string) => dialog.getByTestId('template-folder').setInputFiles(target);
    const send = () => dialog.getByRole('button', { name: 'Import template' }).click();

    await choose(writeTemplate('local/picture', { 'logo.png': '\0' }));
    await dialog.getByRole('alert').getByText('logo.png is not a text file').waitFor();

    await choose(writeTemplate('local/broken', { 'config.yaml': 'name: Broken\ntier: nine\n' }));
    await send();
    await dialog.getByTestId('folder-import').getByText('config.yaml, line 2').waitFor();
    expectRefusal(400);

    await choose(writeTemplate('local/shouter', { ...shouter, '.git/HEAD': 'ref: refs/heads/main\n' }));
    await dialog.getByText('without .git').waitFor();
    await dialog.getByLabel('Name of the new template').fill('Echo agent');
    await send();
    await dialog.getByRole('alert').getByText('A template "echo-agent" already exists.').waitFor();
    expectRefusal(409);
    await screenshot(page, 'template-exists');
    await dialog.getByLabel('Name of the new template').fill('Shouter');
    await send();
    const made = dialog.getByTestId('template-shouter');
    await made.getByText('imported', { exact: true }).waitFor();
    await until('the new template to be chosen', () => made.getByRole('radio').isChecked());
    await screenshot(page, 'template-imported');
    await dialog.getByRole('button', { name: 'Create workspace' }).click();
    await dialog.waitFor({ state: 'detached' });
    const id = await idOf('Loud');
    await page.getByTestId(`node-${id}`).getByText('Online', { exact: true }).waitFor({ timeout: 30_000 });
    assert.match((await team.ask(id, 'hello')).text, /HELLO/);
  });

  it('cause no error in the page', () => {
    assert.deepEqual(page.problems, []);
  });
});
