import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../../tools/servers/event-store.mjs', import.meta.url));

/** The server for tests in a process of its own, which may be stopped and killed. */
export class ServerProcess {
  port = 0;
  private child: ChildProcess | null = null;

  constructor(private readonly directory: string) {}

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  async start(): Promise<void> {
    const args = [program, '--data', this.directory, '--port', String(this.port)];
    this.child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: plainEnvironment() });
    const { stdout } = this.child;
    if (stdout === null) throw new Error('the server has no output');
    const [said] = (await once(stdout, 'data')) as [Buffer];
    this.port = Number(/listening on (\d+)/.exec(said.toString())?.[1]);
  }

  async signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (child === null) return;
    child.kill(signal);
    if (signal === 'SIGKILL' || signal === 'SIGTERM') await once(child, 'exit');
  }
}

/** Without the Node options of the tests' own process. */
const plainEnvironment = (): NodeJS.ProcessEnv => {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  return environment;
};
