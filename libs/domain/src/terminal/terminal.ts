import {
  terminalStatusAfter,
  type Cause,
  type TerminalFact,
  type TerminalStatus,
  type WorkspaceId,
} from '@guildhall/contracts';
import type { Decider, Evolved } from '../decider.js';

export type TerminalCommand = { sessionId: string; workspaceId: WorkspaceId } & (
  { type: 'open'; platform: string } | { type: 'close'; exitCode: number | null; cause: Cause }
);

export type TerminalState = 'none' | TerminalStatus;

const evolve = (_state: TerminalState, { type }: Evolved<TerminalFact>): TerminalState => terminalStatusAfter[type];

const decide = (state: TerminalState, command: TerminalCommand): TerminalFact[] => {
  const { sessionId, workspaceId } = command;
  if (command.type === 'open') {
    const { platform } = command;
    return state === 'none' ? [{ type: 'TerminalOpened', data: { sessionId, workspaceId, platform } }] : [];
  }
  const { exitCode, cause } = command;
  return state === 'open' ? [{ type: 'TerminalClosed', data: { sessionId, workspaceId, exitCode, cause } }] : [];
};

/** A terminal is opened once and closed once; the first cause counts. */
export const terminalDecider: Decider<TerminalState, TerminalCommand, TerminalFact> = {
  initialState: () => 'none',
  evolve,
  decide,
};
