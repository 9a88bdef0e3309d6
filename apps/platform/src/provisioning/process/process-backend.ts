import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentBackend, AgentStart, BackendExit, OutputPiece, RunningAgent } from '../backend.js';
import { readPiece } from './output-file.js';
import { isRunning, startTimeOf, type ProcessMark } from './process-table.js';

interface AgentMark extends ProcessMark {
  incarnation: number;
}

const outputFile = 'agent.log';
const watchEveryMs = 500;
const stopGraceMs = 5_000;

/**
 * Agents as local processes in their own process group. They survive the platform: each leaves a mark (pid, start
 * time, incarnation) in its folder, by which the next platform finds it again.
 */
export class ProcessBackend implements AgentBackend {
  readonly name = 'process';
  readonly runtimes = ['command'];

  private readonly listeners: ((exit: BackendExit) => void)[] = [];
  private readonly children = new Map<string, ChildProcess>();
  private readonly adopted = new Map<string, AgentMark>();
  private readonly watching: NodeJS.Timeout;

  /** `platformUrl`: where agents on this machine reach us. */
  constructor(private readonly options: { directory: string; entry: string; platformUrl: () => string }) {
    this.watching = setInterval(() => this.watchAdopted(), watchEveryMs);
  }

  onExit(listener: (exit: BackendExit) => void): void {
    this.listeners.push(listener);
  }

  async start(start: AgentStart): Promise<RunningAgent> {
    const { workspaceId, incarnation } = start;
    const present = this.mark(workspaceId);
    if (present !== null) {
      if (present.incarnation === incarnation) return this.adopt(workspaceId, present);
      await this.stop(workspaceId);
    }
    const child = this.spawn(start);
    const pid = await started(child);
    this.writeMark(workspaceId, { pid, startedAt: startTimeOf(pid), incarnation });
    this.children.set(workspaceId, child);
    child.once('exit', (exitCode, signal) => {
      if (this.children.get(workspaceId) === child) this.children.delete(workspaceId);
      this.ended({ workspaceId, incarnation, exitCode, signal, cause: causeOf(exitCode, signal) });
    });
    return { workspaceId, incarnation, handle: { kind: 'process', pid }, adopted: false };
  }

  async running(): Promise<RunningAgent[]> {
    await mkdir(this.options.directory, { recursive: true });
    const ids = await readdir(this.options.directory);
    return ids.flatMap((workspaceId) => {
      const mark = this.mark(workspaceId);
      return mark !== null ? [this.adopt(workspaceId, mark)] : [];
    });
  }

  /** Ends the whole process group: asked first, killed after five seconds. */
  async stop(workspaceId: string): Promise<void> {
    const mark = this.mark(workspaceId);
    this.adopted.delete(workspaceId);
    if (mark === null) return;
    signalGroup(mark.pid, 'SIGTERM');
    const deadline = performance.now() + stopGraceMs;
    while (isRunning(mark) && performance.now() < deadline) await delay(20);
    if (isRunning(mark)) signalGroup(mark.pid, 'SIGKILL');
  }

  async check(): Promise<string | null> {
    return null;
  }

  async purge(workspaceId: string): Promise<void> {
    await this.stop(workspaceId);
    await rm(this.folder(workspaceId), { recursive: true, force: true });
  }

  async addressOf(): Promise<string | null> {
    return null;
  }

  async output(workspaceId: string, after: number, limit: number): Promise<OutputPiece> {
    return readPiece(join(this.folder(workspaceId), outputFile), after, limit);
  }

  /** Agents go on without the platform. */
  async close(): Promise<void> {
    clearInterval(this.watching);
    for (const child of this.children.values()) child.unref();
  }

  private spawn(start: AgentStart): ChildProcess {
    const folder = this.folder(start.workspaceId);
    mkdirSync(join(folder, 'home'), { recursive: true, mode: 0o700 });
    const output = openSync(join(folder, outputFile), 'a', 0o600);
    const args = [this.options.entry, '--state-dir', folder, '--name', start.name];
    const child = spawn(process.execPath, args, {
      cwd: start.workspaceDir ?? join(folder, 'home'),
      detached: true,
      stdio: ['ignore', output, output],
      env: environmentOf(start, join(folder, 'home'), this.options.platformUrl()),
    });
    closeSync(output);
    return child;
  }

  private adopt(workspaceId: string, mark: AgentMark): RunningAgent {
    if (!this.children.has(workspaceId)) this.adopted.set(workspaceId, mark);
    return { workspaceId, incarnation: mark.incarnation, handle: { kind: 'process', pid: mark.pid }, adopted: true };
  }

  private watchAdopted(): void {
    for (const [workspaceId, mark] of this.adopted) {
      if (isRunning(mark)) continue;
      this.adopted.delete(workspaceId);
      const cause = causeOf(null, null);
      this.ended({ workspaceId, incarnation: mark.incarnation, exitCode: null, signal: null, cause });
    }
  }

  private ended(exit: BackendExit): void {
    for (const listener of this.listeners) listener(exit);
  }

  private folder(workspaceId: string): string {
    return join(this.options.directory, workspaceId);
  }

  /**
   * Our own mark, or the one that the agent itself leaves: a platform that was killed right after the start had no
   * time for its own.
   */
  private mark(workspaceId: string): AgentMark | null {
    const marks = ['backend.json', 'agent.json'].flatMap((file) => readMark(join(this.folder(workspaceId), file)));
    return marks.find((mark) => isRunning(mark)) ?? null;
  }

  private writeMark(workspaceId: string, mark: AgentMark): void {
    const file = join(this.folder(workspaceId), 'backend.json');
    writeFileSync(`${file}.new`, JSON.stringify(mark), { mode: 0o600 });
    rmSync(file, { force: true });
    renameSync(`${file}.new`, file);
  }
}

const readMark = (file: string): AgentMark[] => {
  try {
    const { pid, startedAt, incarnation } = JSON.parse(readFileSync(file, 'utf8')) as AgentMark;
    return [{ pid, startedAt: String(startedAt), incarnation }];
  } catch {
    return [];
  }
};

/** Only what is listed here: an agent inherits no key of the server. */
const environmentOf = (start: AgentStart, home: string, platformUrl: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LANG: process.env['LANG'] ?? 'C.UTF-8',
  TMPDIR: process.env['TMPDIR'] ?? '/tmp',
  HOME: home,
  WORKSPACE_ID: start.workspaceId,
  PLATFORM_URL: platformUrl,
  MOLECULE_URL: platformUrl,
  TIER: String(start.tier),
  GUILDHALL_WORKSPACE_TOKEN: start.token,
  GUILDHALL_INCARNATION: String(start.incarnation),
  GUILDHALL_COMMAND: start.command,
});

const causeOf = (exitCode: number | null, signal: string | null): string => {
  if (signal !== null) return `the process was ended by ${signal}`;
  return exitCode === null ? 'the process is gone' : `the process ended with code ${exitCode}`;
};

const started = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? 0));
  });

const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
