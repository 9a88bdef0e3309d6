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
  const network = new NetworkChanges(page);
  page.on('console', (message) => {
    if (message.type() === 'error' && !network.explain(message.text())) page.problems.push(message.text());
  });
  page.on('response', (response) => {
    checkResponse(new URL(loginLink).origin, response).catch((error: Error) => page.problems.push(error.message));
  });
  await network.insist(page, loginLink);
  return page;
};

/**
 * Chromium ends every request when the machine gets or loses a network interface, as it does whenever a container starts
 * beside the test.
 */
class NetworkChanges {
  private readonly cause = 'net::ERR_NETWORK_CHANGED';
  private cutOff = 0;

  constructor(page: Page) {
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText === this.cause) this.cutOff += 1;
    });
  }

  /** Whether that is the cause of what the console says, also of a part of the page that was being loaded (NG0750). */
  explain(text: string): boolean {
    return text.includes(this.cause) || (this.cutOff > 0 && text.includes('NG0750'));
  }

  /** Opens the page, and loads it again when its program was cut off. */
  async insist(page: Page, link: string): Promise<void> {
    let before = this.cutOff;
    await page.goto(link);
    while (this.cutOff > before) {
      before = this.cutOff;
      await page.reload();
    }
  }
}

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
