import { terminalLimits, type TerminalEnded } from '@guildhall/contracts';
import { jest } from '@jest/globals';
import type { Principal } from '../../commands/command-meta.js';
import type { TerminalSession as Tty } from '../../backend-port/backend.js';
import { TerminalSession, type SessionOutcome } from './terminal-session.js';

const idleMs = 60_000;

/** A terminal and a connection without a program and a network, so that the test says how slow they are. */
const opened = () => {
  const heard = { output: (_: Buffer): void => undefined, end: (_: number | null): void => undefined };
  const calls: string[] = [];
  const link = { unsent: 0, unread: 0 };
  const tty: Tty = {
    write: (input) => void calls.push(`write ${input}`),
    unread: () => link.unread,
    resize: () => undefined,
    onOutput: (listener) => void (heard.output = listener),
    pause: () => void calls.push('pause'),
    resume: () => void calls.push('resume'),
    onEnd: (listener) => void (heard.end = listener),
    close: () => void calls.push('close'),
  };
  const sent: Buffer[] = [];
  const ends: SessionOutcome[] = [];
  const connection = {
    id: 'connection',
    who: {} as Principal,
    send: (_: string, output: Buffer) => void sent.push(output),
    ended: (_: TerminalEnded) => undefined,
    unsent: () => link.unsent,
  };
  const session = new TerminalSession(
    { sessionId: 's', workspaceId: 'w', connection },
    tty,
    idleMs,
    (_, end) => void ends.push(end),
  );
  return { session, heard, calls, link, sent, ends };
};

describe('an open terminal', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('lets the program wait while the client does not take its output', () => {
    const { heard, calls, link, sent } = opened();
    link.unsent = terminalLimits.unsentBytes + 1;
    heard.output(Buffer.from('a'));
    heard.output(Buffer.from('b'));
    expect(calls).toEqual(['pause']);
    jest.advanceTimersByTime(1_000);
    expect(calls).toEqual(['pause']);
    link.unsent = 0;
    jest.advanceTimersByTime(1_000);
    expect(calls).toEqual(['pause', 'resume']);
    expect(Buffer.concat(sent).toString()).toBe('ab');
  });

  it('ends when nothing is typed for too long, counted from the last input', () => {
    const { session, calls, ends } = opened();
    jest.advanceTimersByTime(idleMs - 1);
    session.write('x');
    jest.advanceTimersByTime(idleMs - 1);
    expect(ends).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(ends).toEqual([
      { exitCode: null, cause: { code: 'input_idle', details: { seconds: 60 } }, byPerson: false },
    ]);
    expect(calls).toEqual(['write x', 'close']);
  });

  it('ends when more was typed than anybody keeps for a program that does not read', () => {
    const { session, calls, link, ends } = opened();
    link.unread = 8 * 1_048_576;
    session.write('x');
    expect(ends).toEqual([]);
    link.unread += 1;
    session.write('y');
    expect(ends).toMatchObject([{ cause: { code: 'input_unread' }, byPerson: false }]);
    expect(calls).toEqual(['write x', 'write y', 'close']);
  });

  it('ends once, for the first reason, and says nothing after that', () => {
    const { session, heard, ends, sent } = opened();
    session.close({ code: 'agent_paused' });
    heard.end(0);
    heard.output(Buffer.from('late'));
    expect(ends).toEqual([{ exitCode: null, cause: { code: 'agent_paused' }, byPerson: false }]);
    expect(sent).toEqual([]);
  });

  it('does not leave a program paused that is asked to end', () => {
    const { session, heard, calls, link } = opened();
    link.unsent = terminalLimits.unsentBytes + 1;
    heard.output(Buffer.from('a'));
    session.close({ code: 'closed_by_person' }, true);
    expect(calls).toEqual(['pause', 'resume', 'close']);
  });
});
