import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { signalGroup } from '../state/process-mark.js';

export interface ProgramCall {
  command: readonly [program: string, ...args: string[]];
  directory: string;
  env: Record<string, string>;
  input: string;
  timeoutMs: number;
  /** Aborting it ends the program and its children. */
  signal: AbortSignal;
  onSpawn?: (pid: number) => void;
}

export type ProgramResult =
  | { kind: 'answered'; text: string }
  | { kind: 'failed'; reason: string; exitCode: number | null; stderr: string }
  | { kind: 'cancelled' };

/** Longest answer, in bytes. */
export const answerLimit = 1_048_576;
/** Part of standard error that is kept, in bytes. */
export const stderrLimit = 1_024;
/** Milliseconds between asking a process group to end and killing it. */
const killAfterMs = 500;
/** Milliseconds that children of an ended program may still write. */
const lingerMs = 250;

/** Runs one program to its end: input on stdin, answer from stdout. Never rejects; every failure has its sentence. */
export const runProgram = (call: ProgramCall): Promise<ProgramResult> =>
  call.signal.aborted ? Promise.resolve({ kind: 'cancelled' }) : new ProgramRun(call).result;

type Stop = { kind: 'timeout' } | { kind: 'too-large' } | { kind: 'cancelled' };

class ProgramRun {
  readonly result: Promise<ProgramResult>;
  private readonly stdout: Buffer[] = [];
  private readonly stderr: Buffer[] = [];
  private stdoutSize = 0;
  private stderrSize = 0;
  private stop: Stop | null = null;
  private child: ChildProcess | null = null;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(private readonly call: ProgramCall) {
    this.result = new Promise((resolve) => this.start(resolve));
  }

  private start(resolve: (result: ProgramResult) => void): void {
    const { command, directory, env, input, signal, timeoutMs } = this.call;
    const [program, ...args] = command;
    const child = spawn(program, args, { cwd: directory, env, detached: process.platform !== 'win32', stdio: 'pipe' });
    this.child = child;
    const onAbort = (): void => this.end({ kind: 'cancelled' });
    const finish = (result: ProgramResult): void => {
      for (const timer of this.timers) clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    child.once('error', (error: NodeJS.ErrnoException) => finish(this.failed(notStarted(program, error), null)));
    child.once('spawn', () => this.call.onSpawn?.(child.pid ?? 0));
    child.once('exit', () => this.sweep(child));
    child.once('close', (code, killedBy) => finish(this.outcome(code, killedBy)));
    signal.addEventListener('abort', onAbort, { once: true });
    this.timers.push(setTimeout(() => this.end({ kind: 'timeout' }), timeoutMs));
    this.collect(child.stdout, child.stderr);
    // A program need not read its input; the pipe then breaks, which is not an error here.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  }

  private collect(stdout: Readable, stderr: Readable): void {
    stdout.on('data', (chunk: Buffer) => {
      this.stdoutSize += chunk.length;
      if (this.stdoutSize > answerLimit) this.end({ kind: 'too-large' });
      else this.stdout.push(chunk);
    });
    stderr.on('data', (chunk: Buffer) => {
      if (this.stderrSize < stderrLimit) this.stderr.push(chunk.subarray(0, stderrLimit - this.stderrSize));
      this.stderrSize += chunk.length;
    });
  }

  /** Asks program and children to end, and kills them after a moment. The first reason wins. */
  private end(stop: Stop): void {
    const pid = this.child?.pid;
    if (this.stop !== null || pid === undefined) return;
    this.stop = stop;
    signalGroup(pid, 'SIGTERM');
    this.timers.push(setTimeout(() => signalGroup(pid, 'SIGKILL'), killAfterMs));
  }

  /** After the program has ended, gives children that hold its pipes a moment and then kills them. */
  private sweep(child: ChildProcess): void {
    this.timers.push(
      setTimeout(() => {
        if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, lingerMs),
    );
  }

  private outcome(code: number | null, killedBy: NodeJS.Signals | null): ProgramResult {
    if (this.stop?.kind === 'cancelled') return { kind: 'cancelled' };
    if (this.stop?.kind === 'timeout')
      return this.failed(`The program did not end within ${this.call.timeoutMs / 1_000} s and was stopped.`, null);
    if (this.stop?.kind === 'too-large')
      return this.failed(`The program printed more than ${answerLimit} bytes and was stopped.`, null);
    if (killedBy !== null) return this.failed(`The program was ended by ${killedBy}.`, null);
    if (code !== 0) return this.failed(`The program ended with exit code ${code}.`, code);
    const output = Buffer.concat(this.stdout);
    const text = textOf(output);
    return text === null
      ? this.failed(`The program printed ${output.length} bytes that are not UTF-8 text.`, 0)
      : { kind: 'answered', text: text.trim() };
  }

  private failed(reason: string, exitCode: number | null): ProgramResult {
    return {
      kind: 'failed',
      reason,
      exitCode,
      stderr: startOf(Buffer.concat(this.stderr), this.stderrSize > stderrLimit),
    };
  }
}

const notStarted = (program: string, error: NodeJS.ErrnoException): string => {
  if (error.code === 'ENOENT') return `The program "${program}" was not found, or its working directory is gone.`;
  if (error.code === 'EACCES') return `The program "${program}" may not be executed.`;
  return `The program "${program}" could not be started: ${error.message}`;
};

/** Text of the bytes; null unless they are UTF-8 text without a zero byte. */
const textOf = (bytes: Buffer): string | null => {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Readable start of an output, without a character that was cut in the middle. */
const startOf = (bytes: Buffer, cut: boolean): string => {
  const text = new TextDecoder('utf-8').decode(bytes, { stream: cut });
  return text.replaceAll('\0', '').trim();
};
