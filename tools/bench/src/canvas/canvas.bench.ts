import { Installation } from '@guildhall/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { seedWorkspaces } from '../command/command.bench.js';
import { times, type Bench, type Figures } from '../harness/bench.js';

const workspaces = 300;
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const drawn = (page: Page, count: number): Promise<unknown> =>
  page.waitForFunction((wanted) => document.querySelectorAll('[data-testid^="node-"]').length >= wanted, count, {
    timeout: 60_000,
  });

const coldOpen = async (page: Page, url: string): Promise<Figures> => {
  await page.goto(url, { waitUntil: 'commit' });
  await drawn(page, 1);
  return page.evaluate(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
    return { case: 'cold open', first_paint_ms: Math.round(paint), nodes_drawn_ms: Math.round(performance.now()) };
  });
};

/** Frames per second while the canvas is dragged about, the slowest twentieth of them. */
const panning = async (page: Page): Promise<Figures> => {
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    let last = performance.now();
    const tick = (now: number): void => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await page.mouse.move(400, 700);
  await page.mouse.down();
  for (let step = 0; step < 120; step += 1) await page.mouse.move(400 + (step % 40) * 5, 700 - (step % 30) * 5);
  await page.mouse.up();
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames);
  frames.sort((a, b) => a - b);
  const slow = frames[Math.floor(frames.length * 0.95)] ?? Number.NaN;
  return { case: 'panning', fps_p5: Math.round(1_000 / slow), frames: frames.length };
};

const slider = async (installation: Installation): Promise<Figures> => {
  const { body } = await installation.request<{ ordinal: number }>('GET', '/history/state');
  const taken: number[] = [];
  for (let index = 1; index <= 50; index += 1) {
    const start = performance.now();
    await installation.request('GET', `/history/state?ordinal=${Math.max(1, Math.floor((body.ordinal * index) / 51))}`);
    taken.push(performance.now() - start);
  }
  return { case: 'a moment of the past, server side', ...times(taken) };
};

export const canvasBench: Bench = {
  id: 'B6',
  title: `canvas with ${workspaces} workspaces`,
  target: 'first paint ≤ 500 ms, ≥ 50 fps, a moment ≤ 100 ms server side',
  modes: 'as asked',
  run: async () => {
    const installation = await Installation.started({ GUILDHALL_LOG_LEVEL: 'error' });
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: flags,
    });
    try {
      await seedWorkspaces(installation, workspaces);
      const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
      await page.goto(readFileSync(join(installation.dataDir, 'run', 'login-link'), 'utf8').trim());
      return [await coldOpen(page, installation.url), await panning(page), await slider(installation)];
    } finally {
      await browser.close();
      await installation.remove();
    }
  },
};
