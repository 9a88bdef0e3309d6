import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Installation, until } from '@guildhall/testing';
import type { Browser, Page } from 'playwright-core';
import { launch, operatorPage, screenshot } from './harness/browser.ts';
import { Team } from './harness/team.ts';

interface Edges {
  left: number;
  right: number;
}

describe('the view of the canvas', { timeout: 120_000 }, () => {
  let installation: Installation;
  let team: Team;
  let browser: Browser;
  let page: Page & { problems: string[] };

  const node = (id: string) => page.getByTestId(`node-${id}`);
  const panel = () => page.getByTestId('side-panel');
  /** Left edge of the first card and right edge of the last one, in pixels of the window. */
  const cards = async (): Promise<Edges> => {
    const boxes = await Promise.all(team.ids.map((id) => node(id).boundingBox()));
    const known = boxes.filter((box) => box !== null);
    assert.equal(known.length, team.ids.length);
    return {
      left: Math.min(...known.map(({ x }) => x)),
      right: Math.max(...known.map(({ x, width }) => x + width)),
    };
  };
  const allWithin = (width: () => Promise<number>) =>
    until('all cards to be in view', async () => {
      const { left, right } = await cards();
      return left >= 0 && right <= (await width());
    });
  const panelLeft = async (): Promise<number> => (await panel().boundingBox())?.x ?? 0;

  before(async () => {
    installation = await Installation.started();
    team = new Team(installation);
    const external = { external: true };
    const lead = await team.create('Lead', external);
    for (const name of ['One', 'Two', 'Three', 'Four']) await team.create(name, { ...external, parent_id: lead });
    browser = await launch();
    page = await operatorPage(browser, installation.loginLink);
    page.setDefaultTimeout(30_000);
  });
  after(async () => {
    await browser?.close();
    await installation?.remove();
  });

  it('makes room for the panel, so that the last card is beside it', async () => {
    const last = team.ids.at(-1) ?? '';
    await node(last).click();
    await panel().waitFor();
    await allWithin(panelLeft);
    await screenshot(page, 'room-panel');
  });

  it('uses the whole width again when the panel closes', async () => {
    const narrow = await cards();
    await page.getByRole('button', { name: 'Close the panel' }).click();
    await until('the cards to be as large as before', async () => {
      const { left, right } = await cards();
      return right - left > narrow.right - narrow.left;
    });
    await allWithin(() => Promise.resolve(1440));
  });

  const inTheMiddleOf = (width: number) =>
    until(`the cards to be in the middle of ${width} px`, async () => {
      const { left, right } = await cards();
      return Math.abs(left - (width - right)) <= 2 && left >= 0;
    });

  it('follows the size of the window', async () => {
    for (const width of [1024, 1440, 800, 1440]) {
      await page.setViewportSize({ width, height: 768 });
      await inTheMiddleOf(width);
    }
  });

  it('keeps a zoom that the user chose', async () => {
    const [lead = ''] = team.ids;
    const width = async () => (await node(lead).boundingBox())?.width ?? 0;
    const fitted = await width();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await until('the card to be larger', async () => (await width()) > fitted);
    const zoomed = await width();
    await node(lead).click();
    await panel().waitFor();
    await panel().getByRole('heading', { name: 'Lead' }).waitFor();
    assert.equal(await width(), zoomed);
  });

  it('causes no error in the page', () => assert.deepEqual(page.problems, []));
});
