import { defineEvent, type FactOf } from '../events/declaration.js';
import type { WorkspaceId } from '../ids.js';

const shown = { permission: 'terminal.open', foldsGraph: false } as const;

/** Stream `terminal-<sessionId>`: who had a terminal and when, never what was typed. */
export const terminalEvents = {
  /** `platform`: the process that holds it; when that is gone, so is the terminal. */
  TerminalOpened: defineEvent<{ sessionId: string; workspaceId: WorkspaceId; platform: string }>()(
    'TerminalOpened',
    shown,
  ),
  TerminalClosed: defineEvent<{
    sessionId: string;
    workspaceId: WorkspaceId;
    exitCode: number | null;
    cause: string;
  }>()('TerminalClosed', shown),
} as const;

export type TerminalFact = FactOf<(typeof terminalEvents)[keyof typeof terminalEvents]>;
