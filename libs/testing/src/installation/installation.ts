import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.js';

/** Folder of the project, from libs/testing/{src,dist}/installation. */
export const projectRoot = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');

export type Part = 'platform' | 'projector';

const entries: Record<Part, string> = {
  platform: join(projectRoot, 'dist/apps/platform/main.js'),
  projector: join(projectRoot, 'dist/apps/projector/main.js'),
};

const flagsFile = join(projectRoot, 'tools/node-flags.json');

/** The flags with which the supervisor starts a part: tests and benchmarks run what people run. */
export const nodeFlags = (part: Part): string[] =>
  (JSON.parse(readFileSync(flagsFile, 'utf8')) as Record<Part, string[]>)[part];

/** A port that is free now. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

/** A whole installation of its own: real processes, real files, a folder of its own. */
export class Installation {
  readonly adminToken = 'e2e-admin-token-0123456789';
  readonly dataDir: string;
  readonly port: number;
  readonly environment: NodeJS.ProcessEnv;
  private readonly children = new Map<Part, ChildProcess>();

  private constructor(dataDir: string, port: number, environment: NodeJS.ProcessEnv) {
    this.dataDir = dataDir;
    this.port = port;
    this.environment = environment;
  }

  static async create(environment: NodeJS.ProcessEnv = {}, dataDir?: string): Promise<Installation> {
    const directory = dataDir ?? mkdtempSync(join(tmpdir(), 'guildhall-e2e-'));
    return new Installation(directory, await freePort(), environment);
  }

  static async started(environment: NodeJS.ProcessEnv = {}, dataDir?: string): Promise<Installation> {
    const installation = await Installation.create(environment, dataDir);
    installation.start('platform');
    installation.start('projector');
    await installation.ready();
    return installation;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  start(part: Part): void {
    const output = openSync(join(this.dataDir, `${part}.out`), 'a');
    const child = spawn(process.execPath, [...nodeFlags(part), entries[part]], {
      cwd: projectRoot,
      stdio: ['ignore', output, output],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'] ?? tmpdir(),
        PORT: String(this.port),
        DATA_DIR: this.dataDir,
        ADMIN_TOKEN: this.adminToken,
        ...this.environment,
      },
    });
    this.children.set(part, child);
  }

  /** Ends a part at once, as a power cut would. Resolves when the process is gone. */
  async kill(part: Part, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.children.get(part);
    this.children.delete(part);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** Time until /health/ready says ready, in milliseconds. */
  async ready(timeoutMs = 30_000): Promise<number> {
    const start = performance.now();
    await until(
      'the installation to be ready',
      async () => {
        const child = this.children.get('platform');
        if (child?.exitCode !== null && child?.exitCode !== undefined)
          throw new Error(`the platform ended: ${this.output('platform').slice(-2_000)}`);
        return fetch(`${this.url}/health/ready`).then(
          (answer) => answer.status === 200,
          () => false,
        );
      },
      { timeoutMs, everyMs: 10 },
    );
    return performance.now() - start;
  }

  output(part: Part): string {
    const file = join(this.dataDir, `${part}.out`);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  get loginLink(): string {
    return readFileSync(join(this.dataDir, 'run', 'login-link'), 'utf8').trim();
  }

  /** A request as the administrator; `body` is sent as JSON. */
  async request<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: T; headers: Headers }> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.adminToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as T, headers: answer.headers };
  }

  /** Stops everything, agents too, and removes the folder. */
  async remove(): Promise<void> {
    const { body } = await this.request<{ id: string }[]>('GET', '/workspaces').catch(() => ({
      body: [] as { id: string }[],
    }));
    for (const { id } of Array.isArray(body) ? body : [])
      await this.request('DELETE', `/workspaces/${id}?confirm=true`).catch(() => undefined);
    await this.kill('projector', 'SIGTERM');
    await this.kill('platform', 'SIGTERM');
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
