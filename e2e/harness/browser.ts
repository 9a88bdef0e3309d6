import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { projectRoot } from '@guildhall/testing';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const outputFolder = join(projectRoot, 'e2e', 'output');

/** Debian's Chromium without anything that looks for a network. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** A person at a screen of their own, logged in by the link; page errors are collected. */
export const operatorPage = async (
  browser: Browser,
  loginLink: string,
  viewport = { width: 1440, height: 900 },
): Promise<Page & { problems: string[] }> => {
  const context = await browser.newContext({ viewport });
  const page = Object.assign(await context.newPage(), { problems: [] as string[] });
  page.on('pageerror', (error) => page.problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(message.text());
  });
  await page.goto(loginLink);
  return page;
};

export const screenshot = async (page: Page, name: string): Promise<void> => {
  mkdirSync(outputFolder, { recursive: true });
  await page.screenshot({ path: join(outputFolder, `${name}.png`) });
};
