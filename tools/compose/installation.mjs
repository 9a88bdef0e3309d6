import { setTimeout as delay } from 'node:timers/promises';
import { run } from './engine.mjs';

/**
 * Asks until the answer is there; throws the last finding when it takes too long.
 * @template T
 * @param {string} what
 * @param {number} seconds
 * @param {() => Promise<T | null>} ask null: not yet
 * @returns {Promise<T>}
 */
export const until = async (what, seconds, ask) => {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const found = await ask().catch(() => null);
    if (found !== null) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await delay(250);
  }
};

/** One installation made by Compose: its containers, and its one address. */
export class Installation {
  /**
   * @param {readonly string[]} compose command of Compose with its files
   * @param {string} project
   * @param {Record<string, string>} env
   * @param {{ url: string, token: string }} door
   */
  constructor(compose, project, env, door) {
    this.compose = [...compose, '-p', project];
    this.project = project;
    this.env = env;
    this.door = door;
  }

  /**
   * @param {readonly string[]} args of Compose
   * @param {number} [seconds]
   * @returns {Promise<string>} its standard output
   */
  async call(args, seconds = 60) {
    const { code, output, answer } = await run([...this.compose, ...args], { env: this.env, seconds });
    if (code !== 0) throw new Error(`docker compose ${args.join(' ')} ended with ${code}:\n${output.slice(-3_000)}`);
    return answer.trim();
  }

  /** Starts everything and waits until all of it is healthy. @returns {Promise<number>} seconds that took */
  async up() {
    const begun = performance.now();
    await this.call(['up', '-d'], 180);
    const waiting = ['proxy', 'platform', 'projector', 'eventstore', 'mongo'];
    await until('everything healthy', 90, async () => {
      const states = await Promise.all(waiting.map((service) => this.health(service)));
      return states.flat().every((state) => state === 'healthy') ? true : null;
    });
    await until('the proxy finds two platforms that are ready', 30, () => this.bothPlatforms());
    return (performance.now() - begun) / 1_000;
  }

  /** Ids of running containers. @param {string} [service] absent: of all of them */
  async containers(service) {
    const labels = [`project=${this.project}`, ...(service === undefined ? [] : [`service=${service}`])];
    const filters = labels.flatMap((label) => ['--filter', `label=com.docker.compose.${label}`]);
    const { answer } = await run(['docker', 'ps', '--quiet', ...filters]);
    return answer.split('\n').filter((id) => id !== '');
  }

  /** @param {string} service */
  async health(service) {
    const ids = await this.containers(service);
    const { answer } = await run(['docker', 'inspect', '--format', '{{.State.Health.Status}}', ...ids]);
    return answer.trim().split('\n');
  }

  /** New visitors are sent to one and to the other. */
  async bothPlatforms() {
    const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(`${this.door.url}/health/ready`)));
    const seen = new Set(answers.map((answer) => answer.headers.get('set-cookie')));
    return answers.every(({ ok }) => ok) && seen.size === 2 ? true : null;
  }

  /**
   * @param {string} path
   * @param {RequestInit} [request]
   * @returns {Promise<any>} the answer's body; throws what the platform said when it refuses
   */
  async api(path, request = {}) {
    const headers = { authorization: `Bearer ${this.door.token}`, 'content-type': 'application/json' };
    const answer = await fetch(this.door.url + path, { headers, signal: AbortSignal.timeout(10_000), ...request });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
    return answer.json();
  }

  /** @param {string} name @returns {Promise<string>} id of the new workspace */
  async createWorkspace(name) {
    return (await this.api('/workspaces', { method: 'POST', body: JSON.stringify({ name }) })).id;
  }

  /** @returns {Promise<string[]>} ids of all workspaces, from the view that the projectors keep */
  async workspaces() {
    return (await this.api('/workspaces')).map((/** @type {{ id: string }} */ { id }) => id);
  }

  /** @returns {Promise<string>} a fresh one */
  loginLink() {
    return this.call(['exec', '-T', 'platform', 'node', 'image/login-link.mjs']);
  }

  /** Follows a fresh login link. @returns {Promise<Record<string, string>>} what the page then sends with each request */
  async logIn() {
    const link = await this.loginLink();
    const answer = await fetch(link, { redirect: 'manual' });
    const cookie = /gh_session=[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0];
    const page = answer.headers.get('location')?.split('#page=')[1];
    if (cookie === undefined || page === undefined)
      throw new Error(`${link.split('?')[0]} answered ${answer.status} without a session`);
    return { cookie, 'x-guildhall-page': page };
  }

  /** @param {Record<string, string>} headers of a session */
  session(headers) {
    return this.api('/session', { headers });
  }

  /** Opens the live feed's socket and waits for its first words. @returns {Promise<string>} */
  liveSocket() {
    const socket = new WebSocket(`${this.door.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const { promise, resolve, reject } = Promise.withResolvers();
    const timer = setTimeout(() => reject(new Error('the live socket says nothing for 10 s')), 10_000);
    socket.onmessage = ({ data }) => resolve(String(data));
    socket.onerror = () => reject(new Error('the live socket does not open'));
    return promise.finally(() => {
      clearTimeout(timer);
      socket.close();
    });
  }
}
