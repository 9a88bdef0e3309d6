import type { TerminalSize } from '@guildhall/contracts';
import type { IPty } from '@lydell/node-pty';
import { existsSync } from 'node:fs';
import type { TerminalSession } from '../../backend-port/backend.js';
import { endSession } from './kernel/process-table.js';
import { TypedInput, type TerminalDevice } from './typed-input.js';

const shells = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'];
const shell = (): string => shells.find((path) => existsSync(path)) ?? '/bin/sh';

/** A shell of a person beside an agent, in a session of its own: when it ends, all that was started in it ends. */
export class ShellTerminal implements TerminalSession {
  private exitCode: number | null | undefined;
  private readonly endListeners: ((exitCode: number | null) => void)[] = [];
  private readonly input: TypedInput;

  private constructor(private readonly pty: IPty) {
    this.input = new TypedInput(pty as unknown as TerminalDevice);
    this.pty.onExit(({ exitCode, signal }) => void this.ended(signal === undefined || signal === 0 ? exitCode : null));
  }

  /** The library is a binary for each system: it is loaded with the first terminal, not with the platform. */
  static async open(cwd: string, env: Record<string, string>, { columns, rows }: TerminalSize): Promise<ShellTerminal> {
    const { spawn } = await import('@lydell/node-pty');
    return new ShellTerminal(spawn(shell(), [], { cwd, env, cols: columns, rows, encoding: null }));
  }

  write(input: string): void {
    this.input.write(input);
  }

  unread(): number {
    return this.input.unread;
  }

  resize({ columns, rows }: TerminalSize): void {
    if (this.exitCode === undefined) this.pty.resize(columns, rows);
  }

  onOutput(listener: (output: Buffer) => void): void {
    // Without an encoding the library hands out bytes, which its types do not say.
    this.pty.onData((data: string | Buffer) => listener(Buffer.from(data as Buffer)));
  }

  pause(): void {
    this.pty.pause();
  }

  resume(): void {
    this.pty.resume();
  }

  onEnd(listener: (exitCode: number | null) => void): void {
    if (this.exitCode === undefined) this.endListeners.push(listener);
    else listener(this.exitCode);
  }

  close(): void {
    if (this.exitCode === undefined) void endSession(this.pty.pid);
  }

  private async ended(exitCode: number | null): Promise<void> {
    this.exitCode = exitCode;
    for (const listener of this.endListeners) listener(exitCode);
    await endSession(this.pty.pid);
  }
}
