import { commandRuntime } from '@guildhall/domain';
import { removeFolder, type AgentFiles } from '@guildhall/agent-files';
import { GuildhallError, type TerminalSize } from '@guildhall/contracts';
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  BackendFailure,
  exitCause,
  type AgentEngine,
  type AgentStart,
  type BackendExit,
  type OutputPiece,
  type RunningAgent,
  type TerminalSession,
} from '../../backend-port/backend.js';
import type { WorkspaceFolders } from '../launch/workspace-folder.js';
import { agentEnvironment, ownVariables, terminalEnvironment, tokenName } from './agent-environment.js';
import { AgentFolders } from './agent-folders.js';
import { runningMark, writeMark, type AgentMark } from './agent-marks.js';
import { listeningAddressOf } from './kernel/listening-address.js';
import { readPiece } from './output-file.js';
import { endFirst, limited } from './kernel/process-limits.js';
import { endProcessesWith, variableOf } from './kernel/process-environ.js';
import { isRunning, signalGroup, startTimeOf } from './kernel/process-table.js';
import { PlacedFiles } from './placed-files.js';
import { ShellTerminal } from './shell-terminal.js';

const outputFile = 'agent.log';
const watchEveryMs = 500;
const stopGraceMs = 5_000;
const killGraceMs = 1_000;

/**
 * Agents as local processes in their own process group. They survive the platform: each leaves a mark (pid, start
 * time, incarnation) in its folder, by which the next platform finds it again.
 */
export class ProcessBackend implements AgentEngine {
  readonly name = 'process';
  readonly runtimes = [commandRuntime];

  private readonly listeners: ((exit: BackendExit) => void)[] = [];
  private readonly children = new Map<string, ChildProcess>();
  private readonly adopted = new Map<string, { mark: AgentMark; token: string | null }>();
  private readonly watching: NodeJS.Timeout;
  private readonly folders: AgentFolders;

  /** `platformUrl`: where agents on this machine reach us. */
  constructor(
    private readonly options: {
      directory: string;
      entry: string;
      platformUrl: () => string;
      folders: WorkspaceFolders;
    },
  ) {
    this.folders = new AgentFolders(options.directory, options.folders);
    this.watching = setInterval(() => this.watchAdopted(), watchEveryMs);
  }

  onExit(listener: (exit: BackendExit) => void): void {
    this.listeners.push(listener);
  }

  async start(start: AgentStart): Promise<RunningAgent> {
    const { workspaceId, incarnation } = start;
    const present = this.mark(workspaceId);
    if (present?.incarnation === incarnation) return this.adopt(workspaceId, present);
    await this.stop(workspaceId);
    const child = this.spawn(start, await this.prepared(start));
    const pid = await started(child);
    endFirst(pid);
    this.leaveMark(workspaceId, { pid, startedAt: startTimeOf(pid), incarnation });
    this.children.set(workspaceId, child);
    child.once('exit', (exitCode, signal) => {
      if (this.children.get(workspaceId) === child) this.children.delete(workspaceId);
      this.ended(
        { workspaceId, incarnation, exitCode, signal, cause: exitCause('process', exitCode, signal) },
        `${tokenName}=${start.token}`,
      );
    });
    return { workspaceId, incarnation, handle: { kind: 'process', pid }, adopted: false };
  }

  async kept(): Promise<string[]> {
    await mkdir(this.options.directory, { recursive: true });
    return readdir(this.options.directory);
  }

  async running(): Promise<RunningAgent[]> {
    const ids = await this.kept();
    return ids.flatMap((workspaceId) => {
      const mark = this.mark(workspaceId);
      return mark !== null ? [this.adopt(workspaceId, mark)] : [];
    });
  }

  /**
   * Ends the whole process group: asked first, killed after five seconds. Then what is left in sessions of its own: programs
   * that the agent had no time to end, and what was started in terminals.
   */
  async stop(workspaceId: string): Promise<void> {
    const mark = this.mark(workspaceId);
    this.adopted.delete(workspaceId);
    if (mark !== null) {
      signalGroup(mark.pid, 'SIGTERM');
      if (!(await isGone(mark, stopGraceMs))) signalGroup(mark.pid, 'SIGKILL');
      await isGone(mark, killGraceMs);
    }
    await endProcessesWith(ownVariables(workspaceId, this.folders));
  }

  async check(): Promise<string | null> {
    return null;
  }

  async purge(workspaceId: string): Promise<void> {
    await this.stop(workspaceId);
    await removeFolder(this.folders.of(workspaceId));
  }

  /** The port is the agent's own choice, so the kernel is asked for it and not the agent. */
  async addressOf(workspaceId: string): Promise<string | null> {
    const mark = this.mark(workspaceId);
    return mark === null ? null : listeningAddressOf(mark.pid);
  }

  async output(workspaceId: string, after: number, limit: number): Promise<OutputPiece> {
    return readPiece(join(this.folders.of(workspaceId), outputFile), after, limit);
  }

  files(workspaceId: string): AgentFiles {
    return new PlacedFiles((root) => this.folders.root(workspaceId, root));
  }

  async openTerminal(workspaceId: string, size: TerminalSize): Promise<TerminalSession> {
    if (this.mark(workspaceId) === null) throw new GuildhallError('AGENT_NOT_RUNNING', { id: workspaceId });
    const { tier } = this.folders.place(workspaceId);
    const env = terminalEnvironment({ workspaceId, tier }, this.folders, this.options.platformUrl());
    return ShellTerminal.open(await this.folders.workingDirectory(workspaceId), env, size);
  }

  /** Agents keep running without the platform. */
  async close(): Promise<void> {
    clearInterval(this.watching);
    for (const child of this.children.values()) child.unref();
  }

  /** Where the agent is to work. */
  private async prepared(start: AgentStart): Promise<string> {
    try {
      await this.folders.prepare(start);
      return await this.folders.workingDirectory(start.workspaceId);
    } catch (error) {
      throw error instanceof GuildhallError ? BackendFailure.of(error) : error;
    }
  }

  private spawn(start: AgentStart, cwd: string): ChildProcess {
    const folder = this.folders.of(start.workspaceId);
    const output = openSync(join(folder, outputFile), 'a', 0o600);
    const agent = [this.options.entry, '--state-dir', folder, '--name', start.name];
    const { program, args } = limited(process.execPath, agent, start.tier);
    const child = spawn(program, args, {
      cwd,
      detached: true,
      stdio: ['ignore', output, output],
      env: agentEnvironment(start, this.folders, this.options.platformUrl()),
    });
    closeSync(output);
    return child;
  }

  /** A process without a mark could not be found again: it is ended, and the start fails. */
  private leaveMark(workspaceId: string, mark: AgentMark): void {
    try {
      writeMark(this.folders.of(workspaceId), mark);
    } catch (error) {
      signalGroup(mark.pid, 'SIGKILL');
      throw error;
    }
  }

  private mark(workspaceId: string): AgentMark | null {
    return runningMark(this.folders.of(workspaceId));
  }

  private adopt(workspaceId: string, mark: AgentMark): RunningAgent {
    if (!this.children.has(workspaceId))
      this.adopted.set(workspaceId, { mark, token: variableOf(mark.pid, tokenName) });
    return { workspaceId, incarnation: mark.incarnation, handle: { kind: 'process', pid: mark.pid }, adopted: true };
  }

  private watchAdopted(): void {
    for (const [workspaceId, { mark, token }] of this.adopted) {
      if (!isKnownGone(mark)) continue;
      this.adopted.delete(workspaceId);
      const cause = exitCause('process', null, null);
      this.ended({ workspaceId, incarnation: mark.incarnation, exitCode: null, signal: null, cause }, token);
    }
  }

  /** `token`: variable that tells programs of this incarnation from those of the next, which may be there already. */
  private ended(exit: BackendExit, token: string | null): void {
    for (const listener of this.listeners) listener(exit);
    if (token === null) return;
    // What does not end now is ended, or named, by the next start or stop.
    void endProcessesWith([...ownVariables(exit.workspaceId, this.folders), token]).catch(() => undefined);
  }
}

/** False also when it cannot be seen now: the next look may. */
const isKnownGone = (mark: AgentMark): boolean => {
  try {
    return !isRunning(mark);
  } catch {
    return false;
  }
};

const isGone = async (mark: AgentMark, withinMs: number): Promise<boolean> => {
  const deadline = performance.now() + withinMs;
  while (isRunning(mark) && performance.now() < deadline) await delay(20);
  return !isRunning(mark);
};

const started = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
