import type { ProblemBody } from '@guildhall/contracts';
import { openTerminal, type TerminalEnd } from './terminal-client.js';
import type { TerminalSocket } from './terminal-socket.js';

type Sent = [name: string, ...args: unknown[]];

const opened = () => {
  const listeners = new Map<string, (...args: never[]) => void>();
  const sent: Sent[] = [];
  const log: string[] = [];
  const ends: TerminalEnd[] = [];
  let isConnected = true;
  const socket: TerminalSocket = {
    on: (name, listener) => listeners.set(name, listener as (...args: never[]) => void),
    emit: (name, ...args) => sent.push([name, ...args]),
    disconnect: () => (isConnected = false),
  };
  const terminal = openTerminal(
    { baseUrl: '', socket },
    'w',
    { columns: 80, rows: 24 },
    {
      opened: () => log.push('opened'),
      output: (data) => log.push(new TextDecoder().decode(data)),
      ended: (end) => ends.push(end),
    },
  );
  const happens = (name: string, ...args: unknown[]): void => listeners.get(name)?.(...(args as never[]));
  const answer = (value: object): void => {
    const open = sent.find(([name]) => name === 'open');
    (open?.[2] as (answer: object) => void)(value);
  };
  const of = (name: string) => sent.filter(([one]) => one === name).map(([, request]) => request);
  return { terminal, happens, answer, of, log, ends, isConnected: () => isConnected };
};
const limit: ProblemBody = { type: '', title: '', error: 'Too many.', code: 'TERMINAL_LIMIT', fix: 'Close one.' };

describe('terminal', () => {
  it('holds what is typed and the last size until it is open', () => {
    const { terminal, happens, answer, of, log } = opened();
    terminal.input('ls');
    happens('connect');
    terminal.resize({ columns: 100, rows: 30 });
    terminal.input('\n');
    expect(of('input')).toEqual([]);
    answer({ ok: true, session: 's1' });
    expect(log).toEqual(['opened']);
    expect(of('resize')).toEqual([{ session: 's1', columns: 100, rows: 30 }]);
    expect(of('input')).toEqual([
      { session: 's1', data: 'ls' },
      { session: 's1', data: '\n' },
    ]);
  });

  it('sends a long paste in pieces, in order and whole', () => {
    const { terminal, happens, answer, of } = opened();
    happens('connect');
    answer({ ok: true, session: 's1' });
    const text = Array.from({ length: 40_000 }, (_, index) => String(index % 10)).join('');
    terminal.input(text);
    const pieces = of('input').map((request) => (request as { data: string }).data);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe(text);
  });

  it('gives its own output only, as bytes', () => {
    const { happens, answer, log } = opened();
    happens('connect');
    answer({ ok: true, session: 's1' });
    happens('output', { session: 's1', data: new TextEncoder().encode('hello') });
    happens('output', { session: 'other', data: new TextEncoder().encode('secret') });
    expect(log).toEqual(['opened', 'hello']);
  });

  it('tells once why it ended', () => {
    const { happens, answer, ends, isConnected } = opened();
    happens('connect');
    answer({ ok: true, session: 's1' });
    happens('ended', { session: 's1', exitCode: 0, reason: 'the program ended' });
    happens('disconnect', 'io client disconnect');
    expect(ends).toEqual([{ reason: 'the program ended', exitCode: 0, problem: null }]);
    expect(isConnected()).toBe(false);
  });

  it('carries the refusal to open, and that of the connection', () => {
    const one = opened();
    one.happens('connect');
    one.answer({ ok: false, error: limit });
    expect(one.ends[0]).toEqual({ reason: 'Too many.', exitCode: null, problem: limit });
    const other = opened();
    other.happens('connect_error', Object.assign(new Error('no'), { data: limit }));
    expect(other.ends[0]?.problem).toEqual(limit);
    const third = opened();
    third.happens('connect_error', new Error('xhr poll error'));
    expect(third.ends[0]).toEqual({ reason: 'the platform did not answer', exitCode: null, problem: null });
  });

  it('closes on the server too, and says nothing afterwards', () => {
    const { terminal, happens, answer, of, ends, isConnected } = opened();
    happens('connect');
    answer({ ok: true, session: 's1' });
    terminal.close();
    happens('disconnect', 'io client disconnect');
    expect(of('close')).toEqual([{ session: 's1' }]);
    expect(ends).toEqual([]);
    expect(isConnected()).toBe(false);
  });
});
