import type { TerminalFact } from '@guildhall/contracts';
import { given } from '../testing/given.js';
import { terminalDecider, type TerminalCommand } from './terminal.js';

const of = { sessionId: 'session-1', workspaceId: 'coder' };
const open: TerminalCommand = { type: 'open', ...of, platform: 'host/1/2' };
const close = (code: string): TerminalCommand => ({ type: 'close', ...of, exitCode: 0, cause: { code } });
const opened: TerminalFact = { type: 'TerminalOpened', data: { ...of, platform: 'host/1/2' } };
const closed: TerminalFact = { type: 'TerminalClosed', data: { ...of, exitCode: 0, cause: { code: 'shell_ended' } } };

describe('a terminal', () => {
  it('is opened once', () => {
    given(terminalDecider).when(open).then(opened);
    given(terminalDecider, opened).when(open).thenNothing();
    given(terminalDecider, opened, closed).when(open).thenNothing();
  });

  it('is closed once, for the first cause', () => {
    given(terminalDecider, opened).when(close('shell_ended')).then(closed);
    given(terminalDecider, opened, closed).when(close('input_idle')).thenNothing();
    given(terminalDecider).when(close('shell_ended')).thenNothing();
  });
});
