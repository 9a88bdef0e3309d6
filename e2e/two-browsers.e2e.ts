import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { Installation } from '@guildhall/testing';
import { launch, operatorPage } from './harness/browser.ts';

const changes = 200;

describe('two browsers', () => {
  let installation: Installation;
  let browser: Browser;
  let pages: (Page & { problems: string[] })[];
  let id: string;

  before(async () => {
    installation = await Installation.started();
    id = (await installation.request<{ id: string }>('POST', '/workspaces', { name: 'Shared', external: true })).body
      .id;
    browser = await launch();
    pages = [await operatorPage(browser, installation.loginLink), await operatorPage(browser, installation.loginLink)];
    for (const page of pages) await page.getByTestId(`node-${id}`).waitFor();
  });
  after(async () => {
    await browser?.close();
    await installation?.remove();
  });

  it('show a change of one in the other', async () => {
    const times: number[] = [];
    for (let index = 0; index < changes; index += 1) {
      const name = `Shared ${index}`;
      const seen = pages[1]?.evaluate(
        ({ testId, text }) =>
          new Promise<number>((resolve) => {
            const look = (): void => {
              if (document.querySelector(`[data-testid="${testId}"]`)?.textContent?.includes(text))
                resolve(performance.timeOrigin + performance.now());
              else requestAnimationFrame(look);
            };
            look();
          }),
        { testId: `node-${id}`, text: name },
      );
      const start = await pages[0]?.evaluate(
        async ({ path, body }) => {
          const asked = performance.timeOrigin + performance.now();
          const page = localStorage.getItem('guildhall.page') ?? '';
          const headers = { 'content-type': 'application/json', 'x-guildhall-page': page };
          const { ok, status } = await fetch(path, { method: 'PATCH', headers, body });
          if (!ok) throw new Error(`the change was refused with ${status}`);
          return asked;
        },
        { path: `/workspaces/${id}`, body: JSON.stringify({ name }) },
      );
      times.push(((await seen) ?? Number.NaN) - (start ?? Number.NaN));
    }
    times.sort((a, b) => a - b);
    console.log(
      `a change is on the other screen after (ms): median ${times[changes / 2]?.toFixed(1)}, p95 ${times[Math.floor(changes * 0.95)]?.toFixed(1)}, longest ${times.at(-1)?.toFixed(1)}`,
    );
    assert.equal(times.length, changes);
    assert.ok(times.every(Number.isFinite));
  });

  it('report no error', () => {
    assert.deepEqual(
      pages.flatMap(({ problems }) => problems),
      [],
    );
  });
});
