import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { guard } from './guard.js';
import type { NodeCommand } from './node-command.js';

const keptOutput = 2_000;

/** The processes of one start of a node. */
export class LaunchedNode {
  /** How it ended; null: it runs. */
  end: string | null = null;
  private output = '';
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;
  private readonly closed: Promise<void>;

  constructor(private readonly command: NodeCommand) {
    const { NODE_OPTIONS: _, ...environment } = process.env;
    this.child = spawn(command.program, command.args, {
      // The fourth is for `closed` alone: a command may send its output elsewhere.
      stdio: ['ignore', 'pipe', 'pipe', command.isGroup ? 'pipe' : 'ignore'],
      detached: command.isGroup,
      env: environment,
    });
    if (command.isGroup && this.child.pid !== undefined) this.child.once('close', guard(command.data, this.child.pid));
    // Reads all output: a full pipe would stop the node.
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output = `${this.output}${chunk.toString()}`.slice(-keptOutput)));
    this.child.on('error', (error) => (this.end ??= error.message));
    this.child.on('exit', (code, signal) => (this.end ??= signal ?? `code ${code}`));
    const emitted = (event: string): Promise<void> =>
      new Promise((resolve) => {
        for (const name of [event, 'error']) this.child.once(name, () => resolve());
      });
    this.exited = emitted('exit');
    // Comes behind the last process that holds one of the pipes.
    this.closed = emitted('close');
  }

  /** The command and the end of its output, for an error. */
  get account(): string {
    const { text, advice } = this.command;
    return `\nCommand: ${text}\nEnd of its output: ${this.output.trim() || 'nothing'}\n${advice}`;
  }

  /** Sent to every process of the node. */
  signal(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    if (!this.command.isGroup) return void this.child.kill(signal);
    try {
      process.kill(-pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Whether the command itself ended within that time. */
  exitedWithin(ms: number): Promise<boolean> {
    return within(this.exited, ms);
  }

  /** Whether everything that it started ended within that time. */
  closedWithin(ms: number): Promise<boolean> {
    return within(this.closed, ms);
  }
}

const within = async (event: Promise<void>, ms: number): Promise<boolean> => {
  const timer = new AbortController();
  const late = wait(ms, false, { signal: timer.signal }).catch(() => false);
  const came = await Promise.race([event.then(() => true), late]);
  timer.abort();
  return came;
};
