import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launch, operatorPage, screenshot } from './harness/browser.ts';
import { Installation, until } from '@guildhall/testing';
import { Team, type Seen } from './harness/team.ts';

describe('first steps in the browser', () => {
  let installation: Installation;
  let browser: Browser;
  let page: Page & { problems: string[] };

  const rows = async (): Promise<Seen[]> => (await installation.request<Seen[]>('GET', '/workspaces')).body;
  const byName = (name: string): Promise<Seen> => new Team(installation).named(name);
  const node = (id: string) => page.getByTestId(`node-${id}`);

  before(async () => {
    installation = await Installation.started({ GUILDHALL_DEMO: '1' });
    browser = await launch();
    page = await operatorPage(browser, installation.loginLink);
  });

  after(async () => {
    await browser?.close();
    await installation?.remove();
  });

  it('log in by the link and show the demo organisation come online', async () => {
    await page.getByTestId('live-pill').getByText('Live', { exact: false }).waitFor();
    const desk = await byName('Front desk');
    await node(desk.id).waitFor();
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('[data-testid^="node-"]')].filter((element) =>
          /online/i.test(element.textContent ?? ''),
        ).length >= 5,
    );
    await screenshot(page, 'demo-online');
  });

  it('create a workspace below the front desk', async () => {
    const desk = await byName('Front desk');
    await node(desk.id).click();
    const dialog = page.getByTestId('create-dialog');
    await page.getByTestId('create-button').click();
    assert.equal(await dialog.locator('#create-parent').inputValue(), '', 'a new workspace is at the top');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+C');
    await dialog.getByLabel('Name').fill('Echo');
    await dialog.getByLabel('Command', { exact: false }).last().fill('cat');
    await screenshot(page, 'create-dialog');
    await dialog.getByRole('button', { name: /create/i }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.waitForFunction(() =>
      [...document.querySelectorAll('[data-testid^="node-"]')].some(
        (element) => /Echo/.test(element.textContent ?? '') && /online/i.test(element.textContent ?? ''),
      ),
    );
    assert.equal((await byName('Echo')).parent_id, desk.id);
  });

  it('chat with the agent', async () => {
    const echo = await byName('Echo');
    await node(echo.id).click();
    await page.getByTestId('tab-chat').click();
    await page.getByTestId('chat-input').fill('Are you a real agent?');
    await page.getByTestId('chat-send').click();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('[data-testid^="chat-message-"]')].some(
        (element) => (element.textContent ?? '').match(/Are you a real agent\?/g)?.length === 2,
      ),
    );
    await screenshot(page, 'chat');
  });

  it('drag a workspace onto another one and undo that', async () => {
    const echo = await byName('Echo');
    const target = await byName('Word counter');
    await page.keyboard.press('Escape');
    await drag(page, echo.id, target.id);
    await page.getByTestId('toast-undo').waitFor();
    await pollParent(rows, echo.id, target.id);
    await screenshot(page, 'after-drag');
    await page.getByTestId('toast-undo').getByRole('button').first().click();
    await pollParent(rows, echo.id, (await byName('Front desk')).id);
  });

  it('travel into the past, where nothing can be changed, and back', async () => {
    await page.getByTestId('time-bar').click();
    const slider = page.getByTestId('time-slider');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByTestId('past-banner').waitFor();
    assert.ok(await page.getByTestId('create-button').isDisabled());
    await screenshot(page, 'past');
    await page.getByTestId('back-to-live').click();
    await page.getByTestId('past-banner').waitFor({ state: 'detached' });
    const echo = await byName('Echo');
    await node(echo.id).waitFor();
  });

  it('remove the workspace and undo that', async () => {
    const echo = await byName('Echo');
    await node(echo.id).click();
    await page.keyboard.press('Delete');
    await node(echo.id).waitFor({ state: 'detached' });
    await page.getByTestId('toast-undo').getByRole('button').first().click();
    await node(echo.id).waitFor();
    assert.equal((await byName('Echo')).id, echo.id);
  });

  it('close the settings with Escape, and leave the panel open', async () => {
    const desk = await byName('Front desk');
    await node(desk.id).click();
    await page.getByTestId('side-panel').waitFor();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByTestId('settings').getByText('compact', { exact: false }).click();
    await page.keyboard.press('Escape');
    await page.getByTestId('settings').waitFor({ state: 'hidden' });
    assert.equal(await page.getByTestId('side-panel').isVisible(), true);
    await page.keyboard.press('Escape');
    await page.getByTestId('side-panel').waitFor({ state: 'detached' });
  });

  it('cause no error in the page', () => {
    assert.deepEqual(page.problems, []);
  });
});

const centre = async (page: Page, id: string): Promise<{ x: number; y: number }> => {
  const box = await page.getByTestId(`node-${id}`).boundingBox();
  assert.ok(box, `the node ${id} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

const drag = async (page: Page, from: string, to: string): Promise<void> => {
  const start = await centre(page, from);
  const end = await centre(page, to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 8 });
  await page.mouse.move(end.x, end.y, { steps: 8 });
  await page.mouse.up();
};

const pollParent = async (rows: () => Promise<Seen[]>, id: string, parent: string): Promise<void> => {
  await until(
    `${id} to be below ${parent}`,
    async () => (await rows()).find((row) => row.id === id)?.parent_id === parent,
  );
};
