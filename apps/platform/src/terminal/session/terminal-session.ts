import { terminalLimits, type Cause, type TerminalSize } from '@guildhall/contracts';
import type { TerminalSession as Tty } from '../../backend-port/backend.js';
import type { TerminalConnection } from './terminal-connection.js';

const lookEveryMs = 50;
/** Bytes: more than people paste, and little enough to keep for every terminal. */
const unreadLimit = 8 * 1_048_576;
const longestMs = 24 * 3_600_000;

export interface SessionOutcome {
  exitCode: number | null;
  cause: Cause;
  /** Did the person at the other end close it? */
  byPerson: boolean;
}

/** Which terminal it is, and where it is shown. */
export interface SessionOwner {
  sessionId: string;
  workspaceId: string;
  connection: TerminalConnection;
}

/** One open terminal: passes bytes on, waits for a slow client, ends for the first reason. */
export class TerminalSession {
  readonly sessionId: string;
  readonly workspaceId: string;
  readonly connection: TerminalConnection;
  private idle: NodeJS.Timeout;
  private readonly tooLong: NodeJS.Timeout;
  private waiting: NodeJS.Timeout | null = null;
  private end: SessionOutcome | null = null;

  constructor(
    { sessionId, workspaceId, connection }: SessionOwner,
    private readonly tty: Tty,
    private readonly idleMs: number,
    private readonly onEnd: (session: TerminalSession, end: SessionOutcome) => void,
  ) {
    this.sessionId = sessionId;
    this.workspaceId = workspaceId;
    this.connection = connection;
    this.idle = this.idleTimer();
    this.tooLong = setTimeout(() => this.close({ code: 'open_too_long' }), longestMs);
    tty.onOutput((output) => this.pass(output));
    tty.onEnd((exitCode) => this.ended({ exitCode, cause: { code: 'shell_ended' }, byPerson: false }));
  }

  write(input: string): void {
    clearTimeout(this.idle);
    this.idle = this.idleTimer();
    this.tty.write(input);
    if (this.tty.unread() > unreadLimit) this.close({ code: 'input_unread' });
  }

  resize(size: TerminalSize): void {
    this.tty.resize(size);
  }

  close(cause: Cause, byPerson = false): void {
    this.ended({ exitCode: null, cause, byPerson });
    this.tty.close();
  }

  private pass(output: Buffer): void {
    if (this.end !== null) return;
    this.connection.send(this.sessionId, output);
    if (this.waiting !== null || this.connection.unsent() <= terminalLimits.unsentBytes) return;
    this.tty.pause();
    this.waiting = setInterval(() => this.resume(), lookEveryMs);
  }

  private resume(): void {
    if (this.waiting === null || this.connection.unsent() > terminalLimits.unsentBytes / 2) return;
    clearInterval(this.waiting);
    this.waiting = null;
    this.tty.resume();
  }

  private ended(end: SessionOutcome): void {
    if (this.end !== null) return;
    this.end = end;
    clearTimeout(this.idle);
    clearTimeout(this.tooLong);
    if (this.waiting !== null) {
      clearInterval(this.waiting);
      this.tty.resume();
    }
    this.onEnd(this, end);
  }

  private idleTimer(): NodeJS.Timeout {
    return setTimeout(
      () => this.close({ code: 'input_idle', details: { seconds: Math.round(this.idleMs / 1_000) } }),
      this.idleMs,
    );
  }
}
