import { terminalDecider, type TerminalCommand, type TerminalState } from '@guildhall/domain';
import type { StreamSlice } from '../commands/stream-slice.js';

/** Stream `terminal-<sessionId>`. */
export const terminalSlice: StreamSlice<TerminalState, TerminalCommand> = {
  decider: terminalDecider,
  initial: () => terminalDecider.initialState(),
};
