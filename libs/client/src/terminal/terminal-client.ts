import { terminalLimits, terminalNamespace, type ProblemBody, type TerminalSize } from '@guildhall/contracts';
import { io } from 'socket.io-client';
import { problemOf } from '../live/connect-problem.js';
import type { TerminalSocket } from './terminal-socket.js';

export interface TerminalClientOptions {
  /** For example `http://127.0.0.1:8080`; empty in a browser: the page's own origin. */
  baseUrl: string;
  /** Bearer token; absent: the session cookie. */
  token?: string;
  /** Secret of the page, which goes with the session cookie; asked at each connection. */
  page?: () => string | undefined;
  socket?: TerminalSocket;
}
/** Why a terminal is not there any more. `problem`: it was refused. */
export interface TerminalEnd {
  reason: string;
  exitCode: number | null;
  problem: ProblemBody | null;
}
export interface TerminalHandlers {
  opened(): void;
  output(data: Uint8Array): void;
  /** Called once; nothing comes after it. */
  ended(end: TerminalEnd): void;
}
/** One open terminal. What is sent before it is open waits for it. */
export interface Terminal {
  input(data: string): void;
  resize(size: TerminalSize): void;
  close(): void;
}

const openSocket = ({ baseUrl, token, page }: TerminalClientOptions): TerminalSocket =>
  io(`${baseUrl.replace(/\/$/, '')}${terminalNamespace}`, {
    transports: ['websocket', 'polling'],
    withCredentials: true,
    forceNew: true,
    // A terminal does not outlive its connection; opening another one is the person's choice.
    reconnection: false,
    auth: (show: (credential: object) => void) => show({ token, page: page?.() }),
  }) as unknown as TerminalSocket;

/** A terminal on a connection of its own. */
class ConnectedTerminal implements Terminal {
  private readonly waiting: string[] = [];
  private session: string | null = null;
  private isOver = false;

  constructor(
    private readonly socket: TerminalSocket,
    private readonly workspaceId: string,
    private size: TerminalSize,
    private readonly handlers: TerminalHandlers,
  ) {
    socket.on('connect', () => this.open());
    socket.on('output', ({ session, data }) => {
      if (!this.isOver && (this.session === null || session === this.session)) handlers.output(new Uint8Array(data));
    });
    socket.on('ended', ({ reason, exitCode }) => this.end(reason, exitCode));
    socket.on('disconnect', () => this.end('the connection broke'));
    socket.on('connect_error', (error) => {
      const problem = problemOf(error);
      this.end(problem?.error ?? 'the platform did not answer', null, problem);
    });
  }

  input(data: string): void {
    if (this.session === null) this.waiting.push(data);
    else this.send(this.session, data);
  }

  resize(size: TerminalSize): void {
    this.size = size;
    if (this.session !== null) this.socket.emit('resize', { session: this.session, ...size });
  }

  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    if (this.session !== null) this.socket.emit('close', { session: this.session });
    this.socket.disconnect();
  }

  private open(): void {
    const asked = this.size;
    this.socket.emit('open', { workspaceId: this.workspaceId, ...asked }, (answer) => {
      if (this.isOver) return;
      if (!answer.ok) return this.end(answer.error.error, null, answer.error);
      this.session = answer.session;
      this.handlers.opened();
      if (asked !== this.size) this.resize(this.size);
      for (const data of this.waiting.splice(0)) this.send(answer.session, data);
    });
  }

  private send(session: string, data: string): void {
    const piece = terminalLimits.input;
    for (let from = 0; from < data.length; from += piece)
      this.socket.emit('input', { session, data: data.slice(from, from + piece) });
  }

  private end(reason: string, exitCode: number | null = null, problem: ProblemBody | null = null): void {
    if (this.isOver) return;
    this.isOver = true;
    this.socket.disconnect();
    this.handlers.ended({ reason, exitCode, problem });
  }
}

/** Opens a terminal beside the agent of a workspace. */
export const openTerminal = (
  options: TerminalClientOptions,
  workspaceId: string,
  size: TerminalSize,
  handlers: TerminalHandlers,
): Terminal => new ConnectedTerminal(options.socket ?? openSocket(options), workspaceId, size, handlers);
