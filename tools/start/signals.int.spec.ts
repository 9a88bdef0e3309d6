import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const module = new URL('./signals.mjs', import.meta.url).href;
/** Says each signal that it gets, and ends with 7 at the first. */
const inner = `process.on('SIGINT', () => console.log('inner SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => { console.log('inner ' + signal); process.exit(7); });
  console.log('inner ' + process.pid); setInterval(() => undefined, 1_000);`;
const outer = `import { spawn } from 'node:child_process';
  import { endOf, ownGroup } from ${JSON.stringify(module)};
  const child = spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit', ...ownGroup });
  process.exitCode = await endOf(child);`;

/** Both programs, and what they said. */
class Running {
  output = '';
  readonly child = spawn(process.execPath, ['--input-type=module', '-e', outer], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });

  constructor() {
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  async says(text: string): Promise<void> {
    while (!this.output.includes(text)) await once(this.child.stdout, 'data');
  }

  end(): void {
    this.child.kill('SIGKILL');
    const inner = /inner (\d+)/.exec(this.output)?.[1];
    try {
      if (inner !== undefined) process.kill(Number(inner), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

describe('a program that another one runs', () => {
  let running: Running;
  beforeEach(async () => {
    running = new Running();
    await running.says('inner ');
    running.output += '|';
  });
  afterEach(() => running.end());

  const signals = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
  it.each(signals)('gets %s that only the outer one was sent, and its exit code counts', async (signal) => {
    running.child.kill(signal);
    expect(await once(running.child, 'exit')).toEqual([7, null]);
    expect(running.output.split('|')[1]).toBe(`inner ${signal}\n`);
  });

  it('gets one press of Ctrl-C once, though the terminal and npm both send it', async () => {
    running.child.kill('SIGINT');
    await running.says('inner SIGINT');
    running.child.kill('SIGINT');
    await new Promise((resolve) => setImmediate(resolve));
    expect(running.output.match(/inner SIG/g)).toHaveLength(1);
  });
});
