import { terminalNamespace, type ProblemBody, type TerminalSize } from '@guildhall/contracts';
import { io } from 'socket.io-client';
import { problemOf } from '../live/connect-problem.js';
import type { TerminalSocket } from './terminal-socket.js';

export interface TerminalClientOptions {
  /** For example `http://127.0.0.1:8080`; empty in a browser: the page's own origin. */
  baseUrl: string;
  /** Bearer token; absent: the session cookie. */
  token?: string;
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

/** Characters of one `input`: the contract allows more, and a paste must not block what is typed after it. */
const inputPiece = 16_384;

const openSocket = ({ baseUrl, token }: TerminalClientOptions): TerminalSocket =>
  io(`${baseUrl.replace(/\/$/, '')}${terminalNamespace}`, {
    transports: ['websocket', 'polling'],
    withCredentials: true,
    forceNew: true,
    // A terminal does not outlive its connection; opening another one is the person's choice.
    reconnection: false,
    ...(token === undefined ? {} : { auth: { token } }),
  }) as unknown as TerminalSocket;

/** Opens a terminal beside the agent of a workspace, on a connection of its own. */
export const openTerminal = (
  options: TerminalClientOptions,
  workspaceId: string,
  size: TerminalSize,
  handlers: TerminalHandlers,
): Terminal => {
  const socket = options.socket ?? openSocket(options);
  const waiting: string[] = [];
  let session: string | null = null;
  let wanted = size;
  let isOver = false;

  const end = (reason: string, exitCode: number | null = null, problem: ProblemBody | null = null): void => {
    if (isOver) return;
    isOver = true;
    socket.disconnect();
    handlers.ended({ reason, exitCode, problem });
  };
  const send = (to: string, data: string): void => {
    for (let from = 0; from < data.length; from += inputPiece)
      socket.emit('input', { session: to, data: data.slice(from, from + inputPiece) });
  };

  socket.on('connect', () => {
    const asked = wanted;
    socket.emit('open', { workspaceId, ...asked }, (answer) => {
      if (isOver) return;
      if (!answer.ok) return end(answer.error.error, null, answer.error);
      session = answer.session;
      handlers.opened();
      if (asked !== wanted) socket.emit('resize', { session, ...wanted });
      for (const data of waiting.splice(0)) send(session, data);
    });
  });
  socket.on('output', ({ session: from, data }) => {
    if (!isOver && (session === null || from === session)) handlers.output(new Uint8Array(data));
  });
  socket.on('ended', ({ reason, exitCode }) => end(reason, exitCode));
  socket.on('disconnect', () => end('the connection broke'));
  socket.on('connect_error', (error) => {
    const problem = problemOf(error);
    end(problem?.error ?? 'the platform did not answer', null, problem);
  });

  return {
    input(data) {
      if (session === null) waiting.push(data);
      else send(session, data);
    },
    resize(next) {
      wanted = next;
      if (session !== null) socket.emit('resize', { session, ...next });
    },
    close() {
      if (isOver) return;
      isOver = true;
      if (session !== null) socket.emit('close', { session });
      socket.disconnect();
    },
  };
};
