import type { Principal } from '../../commands/command-meta.js';
import type { TerminalEnded } from '@guildhall/contracts';

/** The connection that a terminal belongs to. */
export interface TerminalConnection {
  /** Of the connection. */
  readonly id: string;
  readonly who: Principal;
  send(session: string, output: Buffer): void;
  ended(end: TerminalEnded): void;
  /** Bytes that are not on their way yet. */
  unsent(): number;
}
