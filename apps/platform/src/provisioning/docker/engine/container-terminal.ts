import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Exec } from 'dockerode';
import type { TerminalSession, TerminalSize } from '../../backend.js';
import { prepareExec, runInContainer } from './container-exec.js';
import type { Engine } from './engine.js';

const shell = ['/bin/sh', '-c', 'if command -v bash >/dev/null; then exec bash; else exec sh; fi'];
const mark = 'GUILDHALL_TERMINAL';

/** The engine lets a program go on when its terminal is closed: everything that carries the mark is ended. */
const endMarked = `
const { readdirSync, readFileSync } = require('node:fs');
const marked = () => readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name) && Number(name) !== process.pid).filter((pid) => {
  try { return readFileSync('/proc/' + pid + '/environ', 'utf8').split('\\0').includes(process.argv[1]); } catch { return false; }
});
const end = (signal) => { for (const pid of marked()) try { process.kill(Number(pid), signal); } catch {} };
end('SIGHUP');
setTimeout(() => end('SIGKILL'), 500);
`;

/** A shell with a TTY in a running container; null: it does not run. */
export const openContainerTerminal = async (
  engine: Engine,
  container: string,
  directory: string,
  size: TerminalSize,
): Promise<TerminalSession | null> => {
  const marked = `${mark}=${randomUUID()}`;
  const exec = await prepareExec(engine, container, {
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
    Cmd: shell,
    Env: ['TERM=xterm-256color', marked],
    WorkingDir: directory,
  });
  if (exec === null) return null;
  const stream = await engine.call(() => exec.start({ hijack: true, stdin: true, Tty: true }), {
    tolerate: [404, 409],
  });
  if (stream === null) return null;
  const session = new ContainerTerminal(engine, exec, stream, () =>
    runInContainer(engine, container, ['node', '-e', endMarked, marked], Buffer.alloc(0)),
  );
  session.resize(size);
  return session;
};

class ContainerTerminal implements TerminalSession {
  private readonly ended: Promise<number | null>;

  constructor(
    private readonly engine: Engine,
    private readonly exec: Exec,
    private readonly stream: Duplex,
    private readonly endAll: () => Promise<unknown>,
  ) {
    this.ended = new Promise((resolve) => {
      stream.once('close', () => void this.exitCode().then(resolve));
      stream.once('end', () => stream.destroy());
    });
    // A broken connection is an end like any other: `close` follows.
    stream.on('error', () => undefined);
  }

  write(input: string): void {
    if (this.stream.writable) this.stream.write(input);
  }

  /** One that comes too early or too late is not worth a failure: the next one counts. */
  resize({ columns, rows }: TerminalSize): void {
    void this.engine.call(() => this.exec.resize({ w: columns, h: rows })).catch(() => undefined);
  }

  onOutput(listener: (output: Buffer) => void): void {
    this.stream.on('data', listener);
  }

  pause(): void {
    this.stream.pause();
  }

  resume(): void {
    this.stream.resume();
  }

  onEnd(listener: (exitCode: number | null) => void): void {
    void this.ended.then(listener);
  }

  close(): void {
    this.stream.destroy();
    // When the container or the engine is gone, there is nothing left to end.
    void this.endAll().catch(() => undefined);
  }

  private async exitCode(): Promise<number | null> {
    try {
      return (await this.engine.call(() => this.exec.inspect())).ExitCode;
    } catch {
      return null;
    }
  }
}
