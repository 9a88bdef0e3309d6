import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, startTimeOf } from './process-mark.js';

/** Content of `agent.json` beside the lock. `startedAt`: clock ticks since boot, empty without /proc. */
export interface AgentMark {
  pid: number;
  startedAt: string;
  incarnation: number;
  /** Address where the platform calls this agent; null until it listens. It has the secret path, so only its owner may read the file. */
  url: string | null;
}

/** Another agent process holds the workspace. */
export class WorkspaceLocked extends Error {}

const handOverMs = 7_000;
const killedMs = 2_000;

/**
 * Allows one agent process per workspace and state directory. The operating system holds the lock (on `agent.lock`) and
 * releases it with the process, however it exits; `agent.json` only names the holder.
 */
export class WorkspaceLock {
  private constructor(
    private readonly database: DatabaseSync,
    private readonly file: string,
    private readonly incarnation: number,
  ) {}

  /** Acquires the lock and ends a running holder of an older incarnation. Throws `WorkspaceLocked` for one of the same or a newer. */
  static async acquire(directory: string, workspaceId: string, incarnation: number): Promise<WorkspaceLock> {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, 'agent.json');
    const database = locked(directory) ?? (await takeOver(directory, workspaceId, incarnation, file));
    const lock = new WorkspaceLock(database, file, incarnation);
    lock.mark(null);
    return lock;
  }

  /** Writes `agent.json` in one step. */
  mark(url: string | null): void {
    const mark: AgentMark = {
      pid: process.pid,
      startedAt: startTimeOf(process.pid),
      incarnation: this.incarnation,
      url,
    };
    writeFileSync(`${this.file}.new`, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }

  release(): void {
    rmSync(this.file, { force: true });
    this.database.close();
  }
}

const locked = (directory: string): DatabaseSync | null => {
  const database = new DatabaseSync(join(directory, 'agent.lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (/locked|busy/i.test((error as Error).message)) return null;
    throw error;
  }
};

const takeOver = async (directory: string, id: string, incarnation: number, file: string): Promise<DatabaseSync> => {
  const holder = holderOf(file);
  if (holder === null) throw new WorkspaceLocked(`Another agent for workspace ${id} is starting in ${directory}.`);
  if (holder.incarnation >= incarnation) {
    throw new WorkspaceLocked(
      `An agent for workspace ${id} is already running: process ${holder.pid}, incarnation ${holder.incarnation}. Stop it first, or use another --state-dir.`,
    );
  }
  for (const [signal, patience] of [
    ['SIGTERM', handOverMs],
    ['SIGKILL', killedMs],
  ] as const) {
    if (isAlive(holder.pid, holder.startedAt)) process.kill(holder.pid, signal);
    const database = await lockedWithin(directory, patience);
    if (database !== null) return database;
  }
  throw new WorkspaceLocked(`The older agent for workspace ${id}, process ${holder.pid}, could not be ended.`);
};

const lockedWithin = async (directory: string, patience: number): Promise<DatabaseSync | null> => {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    const database = locked(directory);
    if (database !== null) return database;
    await delay(25);
  }
  return null;
};

const holderOf = (file: string): AgentMark | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as AgentMark;
  } catch {
    return null;
  }
};
