import { GuildhallError, type OpenTerminalRequest, type RecordedEvent } from '@guildhall/contracts';
import type { Logger } from 'pino';
import { newId } from '../commands/ids.js';
import { AgentFilesService } from '../files/agent-files.service.js';
import { refusalOf } from '../files/changes/file-changes.js';
import type { LogFollower } from '../log/log-follower.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import type { TerminalConnection } from './terminal-connection.js';
import type { TerminalLimit } from './terminal-limit.js';
import { TerminalRecord } from './terminal-record.js';
import { TerminalSession, type TerminalEnd } from './terminal-session.js';
import type { AgentEngine } from '../backend-port/backend.js';

/** What ends the terminals of a workspace, and what people read then. */
const endings: Record<string, string> = {
  WorkspacePaused: 'the workspace was paused',
  WorkspaceHibernated: 'the agent went to sleep',
  WorkspacePurged: 'the workspace was purged',
  BackendStopped: 'the agent ended',
  RestartRequested: 'the agent is restarted',
  ProvisioningRequested: 'the agent is started anew',
  ProvisioningFailed: 'the agent could not be started',
};

/** One that is on its way. What would close it keeps it from being opened. */
interface Opening {
  readonly workspaceId: string;
  readonly door: TerminalConnection;
  close(cause: string): void;
  /** Null: nothing has happened that would close it. */
  cause: string | null;
}

const openingOf = (workspaceId: string, door: TerminalConnection): Opening => ({
  workspaceId,
  door,
  cause: null,
  close(cause) {
    this.cause ??= cause;
  },
});

/** The open terminals of this platform. */
export class TerminalSessions {
  private readonly sessions = new Map<string, TerminalSession>();
  private readonly openings = new Set<Opening>();

  constructor(
    private readonly agents: AgentFilesService,
    private readonly graphs: OrgGraphs,
    private readonly limit: TerminalLimit,
    private readonly record: TerminalRecord,
    follower: LogFollower,
    private readonly options: { idleMs: number; platform: string },
    private readonly log: Logger,
  ) {
    follower.listen((events) => this.onRecorded(events));
  }

  /** Throws as the files of a workspace do, TERMINAL_LIMIT, AGENT_NOT_RUNNING, and what its backend says. */
  async open(request: OpenTerminalRequest, door: TerminalConnection): Promise<string> {
    const { workspaceId } = request;
    const engine = this.engineFor(workspaceId, door.who.org);
    const sessionId = newId();
    const opening = openingOf(workspaceId, door);
    this.openings.add(opening);
    try {
      await this.limit.within(workspaceId, () =>
        this.record.opened(sessionId, workspaceId, this.options.platform, door.who),
      );
      await this.start(sessionId, request, opening, engine);
    } finally {
      this.openings.delete(opening);
    }
    return sessionId;
  }

  /** Throws TERMINAL_UNKNOWN for one of another connection. */
  of(sessionId: string, door: string): TerminalSession {
    const session = this.sessions.get(sessionId);
    if (session?.door.id !== door) throw new GuildhallError('TERMINAL_UNKNOWN', { session: sessionId });
    return session;
  }

  /** The connection broke. */
  gone(door: string): void {
    this.closeWhere((session) => session.door.id === door, 'the connection broke');
  }

  /** Before the log is closed: ends all terminals and waits until that is written. */
  async stop(): Promise<void> {
    this.closeWhere(() => true, 'the platform was stopped');
    await this.record.settled();
  }

  /** Throws WORKSPACE_PAUSED, and why there is no terminal at all. */
  private engineFor(workspaceId: string, org: string): AgentEngine {
    const engine = this.engineOf(workspaceId, org);
    if (this.graphs.find(workspaceId)?.status === 'paused')
      throw new GuildhallError('WORKSPACE_PAUSED', { id: workspaceId });
    return engine;
  }

  private engineOf(workspaceId: string, org: string): AgentEngine {
    try {
      return this.agents.engineOf(workspaceId, org);
    } catch (error) {
      if (error instanceof GuildhallError && error.code === 'BACKEND_HAS_NO_FILES')
        throw new GuildhallError('BACKEND_HAS_NO_TERMINAL', { id: workspaceId });
      throw error;
    }
  }

  private async start(
    sessionId: string,
    { workspaceId, columns, rows }: OpenTerminalRequest,
    opening: Opening,
    engine: AgentEngine,
  ): Promise<void> {
    const { door } = opening;
    const { org } = door.who;
    try {
      this.requireWanted(opening);
      const tty = await engine.openTerminal(workspaceId, { columns, rows });
      if (opening.cause !== null) tty.close();
      this.requireWanted(opening);
      const ended = (session: TerminalSession, end: TerminalEnd): void => this.ended(session, end);
      this.sessions.set(sessionId, new TerminalSession(sessionId, workspaceId, door, tty, this.options.idleMs, ended));
    } catch (error) {
      const refusal = refusalOf(error, workspaceId);
      const cause = opening.cause ?? refusal?.message ?? 'it could not be opened';
      await this.record.closed({ sessionId, workspaceId, org }, { exitCode: null, cause }, null);
      throw refusal ?? error;
    }
  }

  /** Throws what is in its way by now, when something has happened since it was asked for. */
  private requireWanted({ workspaceId, door, cause }: Opening): void {
    if (cause === null) return;
    this.engineFor(workspaceId, door.who.org);
    throw new GuildhallError('AGENT_NOT_RUNNING', { id: workspaceId });
  }

  private ended(session: TerminalSession, { exitCode, cause, byPerson }: TerminalEnd): void {
    const { sessionId, workspaceId, door } = session;
    this.sessions.delete(sessionId);
    door.ended({ session: sessionId, exitCode, reason: cause });
    const { who } = door;
    this.record
      .closed({ sessionId, workspaceId, org: who.org }, { exitCode, cause }, byPerson ? who : null)
      .catch((error: unknown) =>
        this.log.error({ err: error, session: sessionId }, 'the end of a terminal could not be recorded'),
      );
  }

  private onRecorded(events: readonly RecordedEvent[]): void {
    for (const { type, data } of events) {
      const { workspaceId } = data as { workspaceId?: string };
      const cause = endings[type];
      if (cause !== undefined) this.closeWhere((session) => session.workspaceId === workspaceId, cause);
      if (type === 'WorkspaceRemoved')
        this.closeWhere(
          (session) => this.graphs.find(session.workspaceId)?.removed !== null,
          'the workspace was removed',
        );
    }
  }

  private closeWhere(matches: (terminal: TerminalSession | Opening) => boolean, cause: string): void {
    for (const terminal of [...this.sessions.values(), ...this.openings]) if (matches(terminal)) terminal.close(cause);
  }
}
