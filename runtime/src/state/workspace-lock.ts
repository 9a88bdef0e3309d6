import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, startTimeOf } from './process-mark.js';

/** Content of `agent.json` beside the lock. `startedAt`: clock ticks since boot, empty where there is no /proc. */
export interface AgentMark {
  pid: number;
  startedAt: string;
  incarnation: number;
  /** Where the platform calls this agent; null until it listens. Holds the secret path: the file is for its owner only. */
  url: string | null;
}

/** Another agent process holds the workspace. */
export class WorkspaceLocked extends Error {}

const handOverMs = 7_000;
const killedMs = 2_000;

/**
 * One agent process per workspace and state directory. The lock is one of the operating system (on `agent.lock`), so
 * it falls with its process, however that ends; `agent.json` only says who holds it.
 */
export class WorkspaceLock {
  private constructor(
    private readonly database: DatabaseSync,
    private readonly file: string,
    private readonly incarnation: number,
  ) {}

  /** Takes the lock. A live holder of an older incarnation is ended; one of the same or a newer: WorkspaceLocked. */
  static async take(directory: string, workspaceId: string, incarnation: number): Promise<WorkspaceLock> {
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
  const database = new DatabaseSync(join(directory, 'agent.lock'));
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (/locked|busy/i.test((error as Error).message)) return null;
    throw error;
  }
};

const takeOver = async (directory: string, id: string, incarnation: number, file: string): Promise<DatabaseSync> => {
  const holder = holderOf(file);
  if (holder === null) throw new WorkspaceLocked(`Another agent for workspace ${id} is just starting in ${directory}.`);
  if (holder.incarnation >= incarnation) {
    throw new WorkspaceLocked(
      `An agent for workspace ${id} runs already: process ${holder.pid}, incarnation ${holder.incarnation}. Stop it first, or give another --state-dir.`,
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
