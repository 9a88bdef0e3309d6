import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkedFetch } from '../open-api/checked-answers.js';
import { freePort } from '../network/free-port.js';
import { jsonRequest, type JsonAnswer } from './json-request.js';
import { ServerStores } from './server-stores.js';
import { TcpProxy } from '../network/tcp-proxy.js';
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

const platformsInServerMode = (): number => Number(process.env['GUILDHALL_E2E_PLATFORMS'] ?? 2);

/** One process of the installation. */
interface Replica {
  name: string;
  part: Part;
  port: number;
  child: ChildProcess | null;
}

const isRunning = ({ child }: Replica): boolean =>
  child !== null && child.exitCode === null && child.signalCode === null;

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`, { headers: { connection: 'close' } }).then(
    ({ status }) => status === 200,
    () => false,
  );

/**
 * A whole installation of its own: real processes, real files, a folder of its own. With GUILDHALL_E2E_STORES=server it
 * consists of two platforms (GUILDHALL_E2E_PLATFORMS) behind a proxy and two projectors over a server for each store, and
 * the same tests run.
 */
export class Installation {
  readonly adminToken = 'e2e-admin-token-0123456789';
  private readonly killed = new Map<Part, number>();

  private constructor(
    readonly dataDir: string,
    readonly port: number,
    readonly environment: NodeJS.ProcessEnv,
    private readonly replicas: readonly Replica[],
    /** Null in embedded mode. */
    private readonly servers: { readonly stores: ServerStores; readonly proxy: TcpProxy } | null,
  ) {}

  /** Null in embedded mode. */
  get stores(): ServerStores | null {
    return this.servers?.stores ?? null;
  }

  static async create(environment: NodeJS.ProcessEnv = {}, dataDir?: string): Promise<Installation> {
    const directory = dataDir ?? mkdtempSync(join(tmpdir(), 'guildhall-e2e-'));
    const port = await freePort();
    if (process.env['GUILDHALL_E2E_STORES'] === 'server') return Installation.replicated(directory, port, environment);
    const replicas = (['platform', 'projector'] as const).map((part) => ({ name: part, part, port, child: null }));
    return new Installation(directory, port, environment, replicas, null);
  }

  static async started(environment: NodeJS.ProcessEnv = {}, dataDir?: string): Promise<Installation> {
    const installation = await Installation.create(environment, dataDir);
    try {
      installation.start('platform');
      installation.start('projector');
      await installation.ready();
      await installation.everyPlatformReady();
      return installation;
    } catch (error) {
      await installation.stop();
      throw error;
    }
  }

  private static async replicated(dataDir: string, port: number, given: NodeJS.ProcessEnv): Promise<Installation> {
    const ports: number[] = [];
    while (ports.length < platformsInServerMode()) ports.push(await freePort());
    const stores = await ServerStores.start(dataDir);
    const proxy = await TcpProxy.listen(port, ports);
    const replicas = [
      ...ports.map((own, index) => ({
        name: `platform-${index + 1}`,
        part: 'platform' as const,
        port: own,
        child: null,
      })),
      ...[1, 2].map((number) => ({ name: `projector-${number}`, part: 'projector' as const, port: 0, child: null })),
    ];
    const environment = {
      ...stores.environment,
      GUILDHALL_PUBLIC_URL: `http://127.0.0.1:${port}`,
      GUILDHALL_AGENT_NETWORKS: 'loopback',
      ...given,
    };
    return new Installation(dataDir, port, environment, replicas, { stores, proxy });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts every process of the part that does not run. */
  start(part: Part): void {
    for (const replica of this.replicas) if (replica.part === part && !isRunning(replica)) this.spawn(replica);
  }

  /** Ends one process of the part at once, as a power cut would; of several, each in its turn. */
  async kill(part: Part, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const running = this.replicas.filter((replica) => replica.part === part && isRunning(replica));
    const turn = this.killed.get(part) ?? 0;
    this.killed.set(part, turn + 1);
    const replica = running[turn % running.length];
    if (replica !== undefined) await this.end(replica, signal);
  }

  /** Ends every process of the part. */
  async killAll(part: Part, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    for (const replica of this.replicas) if (replica.part === part) await this.end(replica, signal);
  }

  /** How many processes of a part run. */
  running(part: Part): number {
    return this.replicas.filter((replica) => replica.part === part && isRunning(replica)).length;
  }

  /** Names of the processes of a part. */
  names(part: Part): string[] {
    return this.replicas.filter((replica) => replica.part === part).map(({ name }) => name);
  }

  /** Stops a process without ending it, as on a machine that hangs; `SIGCONT` resumes it. */
  signal(name: string, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.replicas.find((replica) => replica.name === name)?.child?.kill(signal);
  }

  /** Time until /health/ready says ready, in milliseconds. */
  async ready(timeoutMs = 90_000): Promise<number> {
    const start = performance.now();
    const platforms = this.replicas.filter(({ part }) => part === 'platform');
    await until(
      'the installation to be ready',
      async () => {
        if (platforms.every(({ child }) => child !== null && child.exitCode !== null))
          throw new Error(`the platform ended: ${this.output('platform').slice(-2_000)}`);
        return isReady(this.url);
      },
      { timeoutMs, everyMs: 10 },
    );
    return performance.now() - start;
  }

  /** `ready` is answered by any of several platforms; what begins while a test takes a store away would end. */
  private everyPlatformReady(): Promise<unknown> {
    const platforms = this.replicas.filter(({ part }) => part === 'platform');
    return Promise.all(
      platforms.map((platform) =>
        until(`${platform.name} to be ready`, () => {
          if (!isRunning(platform)) throw new Error(`${platform.name} ended: ${this.output('platform').slice(-2_000)}`);
          return isReady(`http://127.0.0.1:${platform.port}`);
        }),
      ),
    );
  }

  output(part: Part): string {
    return this.replicas
      .filter((replica) => replica.part === part)
      .map(({ name }) => join(this.dataDir, `${name}.out`))
      .map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
      .join('');
  }

  /** Runs a command line of the project on this installation's stores. */
  async run(entry: string, args: readonly string[]): Promise<{ status: number | null; output: string }> {
    const child = spawn(process.execPath, [join(projectRoot, entry), ...args], {
      env: { PATH: process.env['PATH'], DATA_DIR: this.dataDir, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, output: Buffer.concat(output).toString() };
  }

  get loginLink(): string {
    return readFileSync(join(this.dataDir, 'run', 'login-link'), 'utf8').trim();
  }

  /** A request as the administrator; `body` is sent as JSON. Every answer is checked against the OpenAPI document. */
  request<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<JsonAnswer<T>> {
    return jsonRequest(this.url, method, path, this.adminToken, body, headers);
  }

  /** Any other request, without a credential of its own. */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    return checkedFetch(this.url, path, init);
  }

  /** Stops everything, agents too, and removes the folder. */
  async remove(): Promise<void> {
    const { body } = await this.request<{ id: string }[]>('GET', '/workspaces').catch(() => ({
      body: [] as { id: string }[],
    }));
    for (const { id } of Array.isArray(body) ? body : [])
      await this.request('DELETE', `/workspaces/${id}?confirm=true`).catch(() => undefined);
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Stops platforms, projectors and stores; their data stays. */
  async stop(): Promise<void> {
    await this.killAll('projector', 'SIGTERM');
    await this.killAll('platform', 'SIGTERM');
    await this.servers?.proxy.close();
    await this.servers?.stores.stop();
  }

  private spawn(replica: Replica): void {
    const { name, part, port } = replica;
    const output = openSync(join(this.dataDir, `${name}.out`), 'a');
    replica.child = spawn(process.execPath, [...nodeFlags(part), entries[part]], {
      cwd: projectRoot,
      stdio: ['ignore', output, output],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'] ?? tmpdir(),
        PORT: String(port),
        DATA_DIR: this.dataDir,
        ADMIN_TOKEN: this.adminToken,
        GUILDHALL_BACKEND: process.env['GUILDHALL_E2E_BACKEND'] ?? 'process',
        ...this.environment,
      },
    });
  }

  private async end(replica: Replica, signal: NodeJS.Signals): Promise<void> {
    const { child } = replica;
    replica.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
