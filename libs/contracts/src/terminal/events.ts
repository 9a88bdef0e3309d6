import type { Cause } from '../declarations/cause.js';
import { defineEvent, type FactOf } from '../declarations/event.js';
import type { Id, WorkspaceId } from '../ids.js';
import { endWithCause } from './upcasts.js';

const shown = { permission: 'terminal.open', foldsGraph: false } as const;

/** Stream `terminal-<sessionId>`: who had a terminal and when, never what was typed. */
export const terminalEvents = {
  /** `platform`: the process that holds it; the terminal ends with that process. */
  TerminalOpened: defineEvent<{ sessionId: Id; workspaceId: WorkspaceId; platform: Id }>()('TerminalOpened', {
    ...shown,
    sentence: () => 'Opened a terminal',
  }),
  TerminalClosed: defineEvent<{
    sessionId: Id;
    workspaceId: WorkspaceId;
    exitCode: number | null;
    cause: Cause;
  }>()('TerminalClosed', {
    ...shown,
    upcasts: [endWithCause],
    sentence: ({ cause }, { becauseOf }) => `Closed a terminal: ${becauseOf(cause)}`,
  }),
} as const;

export type TerminalFact = FactOf<(typeof terminalEvents)[keyof typeof terminalEvents]>;
