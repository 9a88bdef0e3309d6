import type { TerminalFact } from '@guildhall/contracts';
import { given } from '../testing/given.js';
import { terminalDecider, type TerminalCommand } from './terminal.js';

const of = { sessionId: 'session-1', workspaceId: 'coder' };
const open: TerminalCommand = { type: 'open', ...of, platform: 'host/1/2' };
const close = (cause: string): TerminalCommand => ({ type: 'close', ...of, exitCode: 0, cause });
const opened: TerminalFact = { type: 'TerminalOpened', data: { ...of, platform: 'host/1/2' } };
const closed: TerminalFact = { type: 'TerminalClosed', data: { ...of, exitCode: 0, cause: 'the shell ended' } };

describe('a terminal', () => {
  it('is opened once', () => {
    given(terminalDecider).when(open).then(opened);
    given(terminalDecider, opened).when(open).thenNothing();
    given(terminalDecider, opened, closed).when(open).thenNothing();
  });

  it('is closed once, for the first cause', () => {
    given(terminalDecider, opened).when(close('the shell ended')).then(closed);
    given(terminalDecider, opened, closed).when(close('nobody typed')).thenNothing();
    given(terminalDecider).when(close('the shell ended')).thenNothing();
  });
});
