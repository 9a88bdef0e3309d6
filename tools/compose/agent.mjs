import { run } from './engine.mjs';
import { until } from './installation.mjs';

/** @typedef {import('./installation.mjs').Installation} Installation */

/** An agent in a container of its own beside the installation, which it knows only by the proxy's address. */
export class Agent {
  /** @param {Installation} installation */
  constructor(installation) {
    this.installation = installation;
    this.container = '';
    this.id = '';
    this.token = '';
  }

  /** Makes the workspace that the agent fills. @param {string} name */
  async createWorkspace(name) {
    const body = JSON.stringify({ name, external: true });
    const { id, connection } = await this.installation.api('/workspaces', { method: 'POST', body });
    this.id = id;
    this.token = connection.auth_token;
  }

  /** Starts it, and waits until the organisation sees it online. */
  async start() {
    const told = ['--workspace', this.id, '--token', this.token, '--command', 'cat', '--heartbeat', '1'];
    const where = [
      '--platform',
      'http://proxy:8080',
      '--host',
      '0.0.0.0',
      '--port',
      '9000',
      '--state-dir',
      '/tmp/agent',
    ];
    const network = ['--network', `${this.installation.project}_front`, '--network-alias', 'agent', '--init', '--rm'];
    const program = ['--entrypoint', 'node', 'guildhall/test-stores:local', 'dist/runtime/main.js'];
    const { code, output, answer } = await run(
      ['docker', 'run', '--detach', ...network, ...program, ...told, ...where, '--public-url', 'http://agent:9000'],
      {},
    );
    if (code !== 0) throw new Error(output);
    this.container = answer.trim();
    await until('the agent online', 30, async () => {
      const { status } = await this.installation.api(`/workspaces/${this.id}`);
      return status === 'online' ? true : null;
    });
  }

  /** Sends it a text and waits for its answer, which is the same text. @param {string} text */
  async asked(text) {
    const request = { method: 'POST', body: JSON.stringify({ text }) };
    await this.installation.api(`/workspaces/${this.id}/messages`, request);
    await until(`the answer to "${text}"`, 30, () => this.hasAnswered(text));
  }

  /** @param {string} text @returns {Promise<true | null>} */
  async hasAnswered(text) {
    const { items } = await this.installation.api(`/workspaces/${this.id}/messages`);
    return items.some((/** @type {{ answer: string | null }} */ { answer }) => answer === text) ? true : null;
  }

  async stop() {
    if (this.container === '') return;
    await run(['docker', 'rm', '--force', this.container]);
    this.container = '';
  }
}
