import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const candidates = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** The browser that is installed; null when there is none. */
export const findBrowser = () => candidates.find((file) => file !== undefined && existsSync(file)) ?? null;

/** A person at a screen, logged in with the login link. */
export class Person {
  /** @type {string[]} */
  problems = [];

  /** @param {import('playwright-core').Browser} browser @param {import('playwright-core').Page} page */
  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
    page.on('pageerror', ({ message }) => this.problems.push(message));
  }

  /** @param {string} executablePath of a browser */
  static async sitsDown(executablePath) {
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    const browser = await chromium.launch({ executablePath, args });
    return new Person(browser, await browser.newPage({ viewport: { width: 1440, height: 900 } }));
  }

  /** @param {string} link */
  async logsIn(link) {
    await this.page.goto(link);
    await this.isLive();
  }

  async isLive() {
    await this.page.getByTestId('live-pill').getByText('Live', { exact: false }).waitFor();
  }

  /** Makes a workspace for an agent that runs elsewhere. @param {string} name */
  async creates(name) {
    await this.page.getByTestId('create-button').click();
    const dialog = this.page.getByTestId('create-dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.locator('input[value="external"]').check();
    await dialog.getByRole('button', { name: 'Create and connect' }).click();
    const connect = this.page.getByTestId('connect-dialog');
    await connect.getByRole('button', { name: 'Close' }).last().click();
    await connect.waitFor({ state: 'detached' });
    await this.sees(name);
  }

  /** @param {string} name of a workspace */
  async sees(name) {
    await this.page.locator('[data-testid^="node-"]', { hasText: name }).first().waitFor();
  }

  /** Chats with an agent that echoes the message. @param {string} id @param {string} text */
  async asks(id, text) {
    await this.page.getByTestId(`node-${id}`).click();
    await this.page.getByTestId('tab-chat').click();
    await this.page.getByTestId('chat-input').fill(text);
    await this.page.getByTestId('chat-send').click();
    await this.reads(text);
  }

  /** The bubble that holds a text twice: the question, and the answer that repeats it. @param {string} text */
  async reads(text) {
    const twice = new RegExp(`${text}.*${text}`, 's');
    await this.page.locator('[data-testid^="chat-message-"]', { hasText: twice }).first().waitFor();
  }

  /** Nothing went wrong in the page. */
  isContent() {
    assert.deepEqual(this.problems, []);
  }

  async leaves() {
    await this.browser.close();
  }
}
