import type { TerminalFact } from './events.js';

export type TerminalStatus = 'open' | 'closed';

/** The life of a terminal session: the status after each event. */
export const terminalStatusAfter = {
  TerminalOpened: 'open',
  TerminalClosed: 'closed',
} as const satisfies Record<TerminalFact['type'], TerminalStatus>;
