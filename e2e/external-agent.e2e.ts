import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { Installation, until } from '@guildhall/testing';
import { ExternalAgent } from './harness/external-agent.ts';
import { launch, operatorPage, screenshot } from './harness/browser.ts';

interface Created {
  id: string;
  connection: { auth_token: string };
}

describe('an external agent', () => {
  let installation: Installation;
  let browser: Browser;
  let page: Page & { problems: string[] };
  let agent: ExternalAgent;
  let id: string;

  const status = async (): Promise<string> =>
    (await installation.request<{ status: string }>('GET', `/workspaces/${id}`)).body.status;
  const answered = (text: string): Promise<unknown> =>
    page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('[data-testid^="chat-message-"]')].some(
          (element) => (element.textContent ?? '').split(wanted).length > 2,
        ),
      text,
      { timeout: 60_000 },
    );
  const say = async (text: string): Promise<void> => {
    await page.getByTestId('chat-input').fill(text);
    await page.getByTestId('chat-send').click();
  };

  before(async () => {
    installation = await Installation.started();
    const { body } = await installation.request<Created>('POST', '/workspaces', { name: 'Laptop', external: true });
    id = body.id;
    agent = new ExternalAgent(installation, id, body.connection.auth_token, 'cat');
    browser = await launch();
    page = await operatorPage(browser, installation.loginLink);
  });
  after(async () => {
    await agent?.kill();
    await browser?.close();
    await installation?.remove();
  });

  it('comes online and answers a message from the canvas', async () => {
    agent.start();
    await until('the agent to be online', async () => {
      agent.mustRun();
      return (await status()) === 'online';
    });
    await page.getByTestId(`node-${id}`).click();
    await page.getByTestId('tab-chat').click();
    await say('first question');
    await answered('first question');
  });

  it('is offline once its lease ends after a kill', async () => {
    await agent.kill();
    await until('the agent to be offline', async () => (await status()) === 'offline', { timeoutMs: 30_000 });
    await page
      .getByTestId(`node-${id}`)
      .getByText(/offline/i)
      .first()
      .waitFor();
    await screenshot(page, 'agent-offline');
  });

  it('receives the waiting message as soon as it is back', async () => {
    await say('second question');
    await until('the message to be queued', async () => {
      const { body } = await installation.request<{ items: { text: string; state: string }[] }>(
        'GET',
        `/workspaces/${id}/messages`,
      );
      return body.items.some(({ text, state }) => text === 'second question' && state === 'queued');
    });
    await screenshot(page, 'message-waits');
    agent.start();
    await answered('second question');
    assert.deepEqual(page.problems, []);
  });
});
