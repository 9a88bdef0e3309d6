import type { ProblemBody } from '../declarations/problem.js';

/** Socket.io namespace of terminals: a connection may have several. Authentication as on `/live`. */
export const terminalNamespace = '/terminal';
export const terminalLimits = {
  /** Open at once for one workspace. */
  sessions: 4,
  /** Bytes of output on their way to a client; then the program waits. */
  unsentBytes: 1_048_576,
  /** Characters of one `input`: six bytes of JSON for each still fit into one frame. */
  input: 8_192,
  columns: 1_000,
  rows: 500,
} as const;

export type TerminalAnswer = { ok: true; session: string } | { ok: false; error: ProblemBody };

/** ← `output`: bytes as the terminal gave them. A client that does not take them makes the program wait. */
export interface TerminalOutput {
  session: string;
  data: Uint8Array;
}
/** ← `ended`: the last word about a session. */
export interface TerminalEnded {
  session: string;
  exitCode: number | null;
  reason: string;
}
