import { streams } from '@guildhall/contracts';
import { terminalDecider, type TerminalCommand, type TerminalState } from '@guildhall/domain';
import type { StreamType } from '../commands/executor/stream-type.js';

/** Stream `terminal-<sessionId>`. */
export const terminalStream: StreamType<TerminalState, TerminalCommand> = {
  nameOf: streams.terminal,
  decider: terminalDecider,
  initial: () => terminalDecider.initialState(),
};
