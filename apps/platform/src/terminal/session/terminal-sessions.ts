import {
  causeOfRefusal,
  causeSentence,
  GuildhallError,
  type Cause,
  type OpenTerminalRequest,
} from '@guildhall/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { newId } from '../../commands/ids.js';
import { PlatformConfig } from '../../config/platform.config.js';
import { refusalOf } from '../../files/index.js';
import { InjectLogger } from '../../stores/injection.js';
import { TerminalEngines } from './terminal-engines.js';
import type { TerminalConnection } from './terminal-connection.js';
import { TerminalLimit } from './terminal-limit.js';
import { TerminalRecord } from '../terminal-record.js';
import { TerminalSession, type SessionOutcome } from './terminal-session.js';
import type { AgentEngine } from '../../backend-port/backend.js';

/** One that is on its way. What would close it keeps it from being opened. */
interface Opening {
  readonly workspaceId: string;
  readonly connection: TerminalConnection;
  close(cause: Cause): void;
  /** Null: nothing has happened that would close it. */
  cause: Cause | null;
}

const openingOf = (workspaceId: string, connection: TerminalConnection): Opening => ({
  workspaceId,
  connection,
  cause: null,
  close(cause) {
    this.cause ??= cause;
  },
});

/** The open terminals of this platform. */
@Injectable()
export class TerminalSessions {
  private readonly sessions = new Map<string, TerminalSession>();
  private readonly openings = new Set<Opening>();

  constructor(
    private readonly engines: TerminalEngines,
    private readonly limit: TerminalLimit,
    private readonly record: TerminalRecord,
    @Inject(PlatformConfig) private readonly config: Pick<PlatformConfig, 'terminalIdleMs'>,
    @InjectLogger() private readonly log: Logger,
  ) {}

  /** Throws as the files of a workspace do, TERMINAL_LIMIT, AGENT_NOT_RUNNING, and what its backend says. */
  async open(request: OpenTerminalRequest, connection: TerminalConnection): Promise<string> {
    const { workspaceId } = request;
    const engine = this.engines.require(workspaceId, connection.who.org);
    const sessionId = newId();
    const opening = openingOf(workspaceId, connection);
    this.openings.add(opening);
    try {
      await this.limit.within(workspaceId, () => this.record.opened(sessionId, workspaceId, connection.who));
      await this.start(sessionId, request, opening, engine);
    } finally {
      this.openings.delete(opening);
    }
    return sessionId;
  }

  /** Throws TERMINAL_UNKNOWN for one of another connection. */
  of(sessionId: string, connection: string): TerminalSession {
    const session = this.sessions.get(sessionId);
    if (session?.connection.id !== connection) throw new GuildhallError('TERMINAL_UNKNOWN', { session: sessionId });
    return session;
  }

  /** The connection broke. */
  gone(connection: string): void {
    this.closeWhere((session) => session.connection.id === connection, { code: 'connection_broken' });
  }

  /** Before the log is closed: ends all terminals and waits until that is written. */
  async stop(): Promise<void> {
    this.closeWhere(() => true, { code: 'platform_stopped' });
    await this.record.settled();
  }

  private async start(
    sessionId: string,
    { workspaceId, columns, rows }: OpenTerminalRequest,
    opening: Opening,
    engine: AgentEngine,
  ): Promise<void> {
    const { connection } = opening;
    const { org } = connection.who;
    try {
      this.requireWanted(opening);
      const tty = await engine.openTerminal(workspaceId, { columns, rows });
      if (opening.cause !== null) tty.close();
      this.requireWanted(opening);
      const ended = (session: TerminalSession, end: SessionOutcome): void => this.ended(session, end);
      this.sessions.set(
        sessionId,
        new TerminalSession({ sessionId, workspaceId, connection }, tty, this.config.terminalIdleMs, ended),
      );
    } catch (error) {
      const refusal = refusalOf(error, workspaceId);
      const cause = opening.cause ?? (refusal === null ? { code: 'not_opened' } : causeOfRefusal(refusal));
      await this.record.closed({ sessionId, workspaceId, org }, { exitCode: null, cause }, null);
      throw refusal ?? error;
    }
  }

  /** Throws what is in its way by now, when something has happened since it was asked for. */
  private requireWanted({ workspaceId, connection, cause }: Opening): void {
    if (cause === null) return;
    this.engines.require(workspaceId, connection.who.org);
    throw new GuildhallError('AGENT_NOT_RUNNING', { id: workspaceId });
  }

  private ended(session: TerminalSession, { exitCode, cause, byPerson }: SessionOutcome): void {
    const { sessionId, workspaceId, connection } = session;
    this.sessions.delete(sessionId);
    connection.ended({ session: sessionId, exitCode, reason: causeSentence(cause) });
    const { who } = connection;
    this.record
      .closed({ sessionId, workspaceId, org: who.org }, { exitCode, cause }, byPerson ? who : null)
      .catch((error: unknown) =>
        this.log.error({ err: error, session: sessionId }, 'the end of a terminal could not be recorded'),
      );
  }

  /** Also those that are on their way. */
  closeWhere(matches: (terminal: TerminalSession | Opening) => boolean, cause: Cause): void {
    for (const terminal of [...this.sessions.values(), ...this.openings]) if (matches(terminal)) terminal.close(cause);
  }
}
