import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** The end of a message: the program's output, or why there is none. `exitCode` is null if the program did not exit by itself. */
export interface Answer {
  state: 'completed' | 'failed' | 'canceled';
  text: string;
  exitCode: number | null;
  /** When it ended. */
  at: string;
}

/** A message that this agent has accepted, perhaps before a restart. */
export interface KnownMessage {
  key: string;
  /** Digest of the request, to tell a repetition from another message with the same id. */
  digest: string;
  taskId: string;
  contextId: string;
  at: string;
  /** False while it is queued. */
  started: boolean;
  /** Process group of its program, to clean up after a crash. */
  program: { pid: number; startedAt: string } | null;
  answer: Answer | null;
}

type Accepted = Pick<KnownMessage, 'key' | 'digest' | 'taskId' | 'contextId' | 'at'>;

type Line =
  | { taken: Accepted }
  | { started: { key: string } }
  | { spawned: { key: string; pid: number; startedAt: string } }
  | { answered: { key: string; answer: Answer } };

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/**
 * messageId → answer, kept in `messages.jsonl`. The start of a message is on disk before its program starts, and its answer
 * before any caller gets it. So after a crash a repetition is answered and never executed again. A crash forgets messages
 * that were only queued: their repetition is executed.
 */
export class AnswerJournal {
  private readonly known = new Map<string, KnownMessage>();
  private file: number;
  private size = 0;

  private constructor(
    private readonly path: string,
    private readonly limits: { messages: number; bytes: number },
  ) {
    this.size = this.load();
    this.file = openSync(path, 'a', 0o600);
    // An unfinished line at the end, left by a crash, must not swallow the next one.
    ftruncateSync(this.file, this.size);
    syncFolder(path);
  }

  static open(directory: string, limits = { messages: 1_000, bytes: 8 * 1_048_576 }): AnswerJournal {
    return new AnswerJournal(join(directory, 'messages.jsonl'), limits);
  }

  find(key: string): KnownMessage | undefined {
    return this.known.get(key);
  }

  /** Messages from before a restart that never got an answer. */
  unanswered(): KnownMessage[] {
    return [...this.known.values()].filter((message) => message.answer === null);
  }

  newestFirst(): KnownMessage[] {
    return [...this.known.values()].reverse();
  }

  findTask(taskId: string): KnownMessage | undefined {
    return [...this.known.values()].find((message) => message.taskId === taskId);
  }

  take(message: Accepted): void {
    this.write({ taken: message }, false);
  }

  started(key: string): void {
    this.write({ started: { key } }, true);
  }

  spawned(key: string, pid: number, startedAt: string): void {
    this.write({ spawned: { key, pid, startedAt } }, false);
  }

  answer(key: string, answer: Answer): void {
    this.write({ answered: { key, answer } }, true);
    if (this.size > 2 * this.limits.bytes || this.known.size > 2 * this.limits.messages) this.compact();
  }

  close(): void {
    closeSync(this.file);
  }

  private write(line: Line, durable: boolean): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      writeFileSync(this.file, bytes);
      if (durable) fsyncSync(this.file);
    } catch (error) {
      // Disk full: half a line must not swallow the next one.
      ftruncateSync(this.file, this.size);
      throw error;
    }
    this.size += bytes.length;
    this.fold(line);
  }

  private fold(line: Line): void {
    if ('taken' in line) {
      this.known.set(line.taken.key, { ...line.taken, started: false, program: null, answer: null });
      return;
    }
    const of = 'started' in line ? line.started : 'spawned' in line ? line.spawned : line.answered;
    const message = this.known.get(of.key);
    if (message === undefined) return;
    if ('started' in line) message.started = true;
    else if ('spawned' in line) message.program = { pid: line.spawned.pid, startedAt: line.spawned.startedAt };
    else message.answer = line.answered.answer;
  }

  /** Folds the file and returns the length of its whole lines in bytes. */
  private load(): number {
    if (!existsSync(this.path)) return 0;
    const bytes = readFileSync(this.path);
    let whole = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, whole)) {
      const line = lineOf(bytes.toString('utf8', whole, end));
      if (line !== null) this.fold(line);
      whole = end + 1;
    }
    for (const { key, started, answer } of this.known.values()) {
      if (!started && answer === null) this.known.delete(key);
    }
    return whole;
  }

  /** Keeps the newest messages within both limits, and all unanswered ones. */
  private compact(): void {
    let messages = 0;
    let characters = 0;
    const kept = [...this.known.values()].reverse().filter((message) => {
      messages += 1;
      characters += (message.answer?.text.length ?? 0) + 300;
      return (
        message.answer === null ||
        messages === 1 ||
        (messages <= this.limits.messages && characters <= this.limits.bytes)
      );
    });
    this.known.clear();
    const lines = kept.reverse().flatMap(linesOf);
    const next = openSync(`${this.path}.new`, 'w', 0o600);
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    writeFileSync(next, bytes);
    fsyncSync(next);
    closeSync(next);
    renameSync(`${this.path}.new`, this.path);
    syncFolder(this.path);
    this.size = bytes.length;
    closeSync(this.file);
    this.file = openSync(this.path, 'a', 0o600);
    for (const line of lines) this.fold(line);
  }
}

/** Makes the name of a new or replaced file durable. */
const syncFolder = (path: string): void => {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
};

const lineOf = (text: string): Line | null => {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
};

const linesOf = ({ started, program, answer, ...accepted }: KnownMessage): Line[] => [
  { taken: accepted },
  ...(started ? [{ started: { key: accepted.key } }] : []),
  ...(program === null ? [] : [{ spawned: { key: accepted.key, ...program } }]),
  ...(answer === null ? [] : [{ answered: { key: accepted.key, answer } }]),
];
