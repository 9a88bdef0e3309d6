import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page, type Response } from 'playwright-core';
import { checkAnswer, projectRoot } from '@guildhall/testing';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const outputFolder = join(projectRoot, 'e2e', 'output');

/** Debian's Chromium without its network services. */
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

/** A page of its own session, logged in by the link. Collects page errors and undescribed answers. */
export const operatorPage = async (
  browser: Browser,
  loginLink: string,
  viewport = { width: 1440, height: 900 },
): Promise<Page & { problems: string[] }> => {
  const context = await browser.newContext({ viewport });
  const page = Object.assign(await context.newPage(), { problems: [] as string[] });
  page.on('pageerror', (error) => page.problems.push(error.message));
  const isOfNetwork = networkChangesOf(page);
  page.on('console', (message) => {
    if (message.type() === 'error' && !isOfNetwork(message.text())) page.problems.push(message.text());
  });
  page.on('response', (response) => {
    checkResponse(new URL(loginLink).origin, response).catch((error: Error) => page.problems.push(error.message));
  });
  await page.goto(loginLink);
  return page;
};

/**
 * Chromium ends every request when the machine gets or loses a network interface, as it does whenever a container starts
 * beside the test. Tells what the console says of that, and of a part of the page that was being loaded (NG0750).
 */
const networkChangesOf = (page: Page): ((text: string) => boolean) => {
  const cause = 'net::ERR_NETWORK_CHANGED';
  let hasChanged = false;
  page.on('requestfailed', (request) => {
    hasChanged ||= request.failure()?.errorText === cause;
  });
  return (text) => text.includes(cause) || (hasChanged && text.includes('NG0750'));
};

const checkResponse = async (platform: string, response: Response): Promise<void> => {
  const { origin, pathname, search } = new URL(response.url());
  const request = response.request();
  if (origin !== platform || !['fetch', 'xhr'].includes(request.resourceType())) return;
  const contentType = await response.headerValue('content-type');
  // The body is lost when the page is left before it arrives.
  const text = await response.text().catch(() => null);
  await checkAnswer(platform, {
    method: request.method(),
    path: pathname + search,
    status: response.status(),
    contentType,
    text,
  });
};

export const screenshot = async (page: Page, name: string): Promise<void> => {
  mkdirSync(outputFolder, { recursive: true });
  await page.screenshot({ path: join(outputFolder, `${name}.png`) });
};
