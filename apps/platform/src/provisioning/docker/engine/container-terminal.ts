import type { TerminalSize } from '@guildhall/contracts';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Exec } from 'dockerode';
import type { TerminalSession } from '../../../backend-port/backend.js';
import type { Engine } from './engine.js';
import { endMarked, newMark } from './marked-programs.js';
import { openExec, type OpenExec } from './open-exec.js';

const sizeTries = 5;
const sizeAgainMs = 50;
const shell = ['/bin/sh', '-c', 'if command -v bash >/dev/null; then exec bash; else exec sh; fi'];

/** A shell with a TTY in a running container; null: it does not run. */
export const openContainerTerminal = async (
  engine: Engine,
  container: string,
  directory: string,
  size: TerminalSize,
): Promise<TerminalSession | null> => {
  const mark = newMark();
  const endAll = (exec: Exec): void => void endMarked(engine, container, mark, exec);
  const options = {
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
    Cmd: shell,
    Env: ['TERM=xterm-256color', mark],
    WorkingDir: directory,
  };
  const opened = await openExec(engine, container, options, endAll);
  if (opened === null) return null;
  const session = new ContainerTerminal(engine, opened, endAll);
  await session.begin(size);
  return session;
};

class ContainerTerminal implements TerminalSession {
  private readonly exec: Exec;
  private readonly stream: Duplex;
  private readonly ended: Promise<number | null>;

  constructor(
    private readonly engine: Engine,
    { exec, stream }: OpenExec,
    endAll: (exec: Exec) => void,
  ) {
    this.exec = exec;
    this.stream = stream;
    this.ended = new Promise((resolve) => {
      stream.once('close', () => void this.exitCode().then(resolve));
      // Also when the shell ended by itself: what it left behind would run on unused.
      stream.once('close', () => endAll(exec));
      stream.once('end', () => stream.destroy());
    });
    // A broken connection is an end like any other: `close` follows.
    stream.on('error', () => undefined);
  }

  write(input: string): void {
    if (this.stream.writable) this.stream.write(input);
  }

  unread(): number {
    return this.stream.writableLength;
  }

  /** Its first size, before anything is typed. The engine may refuse it while the shell is only coming up. */
  async begin(size: TerminalSize): Promise<void> {
    for (let attempt = 1; attempt <= sizeTries && !(await this.sized(size)); attempt += 1) await delay(sizeAgainMs);
  }

  resize(size: TerminalSize): void {
    void this.sized(size);
  }

  /** False: the engine did not take it. That is not worth a failure, and where the shell has ended, as it should be. */
  private async sized({ columns, rows }: TerminalSize): Promise<boolean> {
    try {
      await this.engine.call(() => this.exec.resize({ w: columns, h: rows }));
      return true;
    } catch {
      return false;
    }
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
  }

  private async exitCode(): Promise<number | null> {
    try {
      return (await this.engine.call(() => this.exec.inspect())).ExitCode;
    } catch {
      return null;
    }
  }
}
