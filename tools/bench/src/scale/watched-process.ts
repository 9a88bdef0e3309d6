import { nodeFlags, projectRoot, type Part } from '@guildhall/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processorMs } from '../harness/processes.js';

const lookEveryMs = 200;

/** A platform or a projector on a data directory: its memory is looked at from outside, its words are kept. */
export class WatchedProcess {
  /** Most resident memory that no other process could share (RssAnon), in MB. */
  peakMb = 0;
  private readonly looking: NodeJS.Timeout;
  private readonly startedAt = performance.now();

  private constructor(
    private readonly child: ChildProcess,
    private readonly outputFile: string,
  ) {
    this.looking = setInterval(() => (this.peakMb = Math.max(this.peakMb, this.memoryMb)), lookEveryMs);
  }

  static start(part: Part, dataDir: string, environment: NodeJS.ProcessEnv): WatchedProcess {
    const outputFile = join(dataDir, `${part}-${Date.now()}.out`);
    const output = openSync(outputFile, 'a');
    const entry = join(projectRoot, `dist/apps/${part}/main.js`);
    const env = { ...process.env, DATA_DIR: dataDir, GUILDHALL_LOG_LEVEL: 'warn', ...environment };
    const child = spawn(process.execPath, [...nodeFlags(part), entry], { env, stdio: ['ignore', output, output] });
    return new WatchedProcess(child, outputFile);
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Milliseconds since it was started. */
  get ageMs(): number {
    return performance.now() - this.startedAt;
  }

  get memoryMb(): number {
    return this.field('status', 'RssAnon');
  }

  /** Seconds of processor time that it has used. */
  get processorSeconds(): number {
    return this.child.pid === undefined ? 0 : processorMs(this.child.pid) / 1_000;
  }

  get output(): string {
    return readFileSync(this.outputFile, 'utf8');
  }

  /** The first failure that it has written down, shortened; null: none. */
  get failure(): string | null {
    const line = this.output.split('\n').find((text) => /"level":(5|6)0|FATAL ERROR|Error:/.test(text));
    const message = line === undefined ? null : (/"message":"([^"]*)"/.exec(line)?.[1] ?? line.slice(0, 300));
    return message ?? (this.isRunning ? null : `it ended with ${this.child.exitCode ?? this.child.signalCode}`);
  }

  /** Milliseconds until it is gone. */
  async end(signal: NodeJS.Signals): Promise<number> {
    const askedAt = performance.now();
    clearInterval(this.looking);
    if (this.isRunning) {
      const gone = once(this.child, 'exit');
      this.child.kill(signal);
      await gone;
    }
    return performance.now() - askedAt;
  }

  private field(file: string, name: string): number {
    return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(this.read(file))?.[1] ?? 0) / 1_024;
  }

  private read(file: string): string {
    try {
      return readFileSync(`/proc/${this.child.pid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  }
}
