import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = new URL('../../../../tools/servers/mongo.mjs', import.meta.url).pathname;

/** A server for specs that kill, stop and restart it; its data stay in one folder. */
export class OwnServer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'guildhall-mongo-'));
  private child: ChildProcess | null = null;
  private port = '0';

  private get pid(): number {
    return Number(readFileSync(join(this.folder, 'server.pid'), 'utf8'));
  }

  get url(): string {
    return `mongodb://127.0.0.1:${this.port}/`;
  }

  /** Starts on the same port and folder as before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [program, '--data', this.folder, '--port', this.port], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    this.child = child;
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /^listening on (\d+)$/.exec(line)?.[1];
      if (port === undefined) continue;
      this.port = port;
      return;
    }
    throw new Error(`no server for tests: ${complaint}`);
  }

  /** Stops all of its threads until `thaw`. */
  async freeze(): Promise<void> {
    process.kill(this.pid, 'SIGSTOP');
    const tasks = `/proc/${this.pid}/task`;
    const runs = (): boolean =>
      readdirSync(tasks).some((task) => !/\) T /.test(readFileSync(join(tasks, task, 'stat'), 'utf8')));
    while (existsSync(tasks) && runs()) await new Promise(setImmediate);
  }

  thaw(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  /** Kills the server without warning. */
  async kill(): Promise<void> {
    const exited = this.child && once(this.child, 'exit');
    process.kill(this.pid, 'SIGKILL');
    await exited;
  }

  async end(): Promise<void> {
    if (this.child?.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
