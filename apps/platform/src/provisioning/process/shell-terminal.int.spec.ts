import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { until } from '../../backend-port/agent-place.suite.js';
import { ShellTerminal } from './shell-terminal.js';

const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TERM: 'xterm-256color', HOME: '/' };

describe('a shell of the machine', () => {
  it('gets all that is typed, however much, when its program reads only later', async () => {
    const terminal = await ShellTerminal.open('/', env, { columns: 80, rows: 24 });
    let shown = '';
    terminal.onOutput((output) => (shown += output.toString()));
    const shows = (what: RegExp) =>
      until(
        () => shown,
        (text) => what.test(text),
      );
    const typed = `${'0123456789äöü'.repeat(100_000)}\n`;
    const size = Buffer.byteLength(typed);
    terminal.write(
      `stty raw -echo; echo re""ady; read -r go < <(sleep 0.3; echo go); head -c ${size} | sha256sum; exit\r`,
    );
    await shows(/ready/);
    terminal.write(typed);
    expect(terminal.unread()).toBeGreaterThan(0);
    await shows(new RegExp(createHash('sha256').update(typed).digest('hex')));
    expect(terminal.unread()).toBe(0);
  });

  it('is ended while it does not read, and lets nothing wait for it', async () => {
    const terminal = await ShellTerminal.open('/', env, { columns: 80, rows: 24 });
    terminal.onOutput(() => undefined);
    terminal.write('stty raw -echo; sleep 1000\r');
    terminal.write('x'.repeat(1_048_576));
    const ended = new Promise<void>((resolve) => terminal.onEnd(() => resolve()));
    terminal.close();
    await ended;
    await until(
      () => terminal.unread(),
      (bytes) => bytes === 0,
    );
  });
});
