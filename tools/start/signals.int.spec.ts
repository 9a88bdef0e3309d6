import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@guildhall/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const module = new URL('./signals.mjs', import.meta.url).href;
/** Says each signal that it gets, and ends with 7 at the first. */
const inner = `process.on('SIGINT', () => console.log('inner SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => { console.log('inner ' + signal); process.exit(7); });
  console.log('inner is there'); setInterval(() => undefined, 1_000);`;
const outer = `import { spawn } from 'node:child_process';
  import { endOf, ownGroup } from ${JSON.stringify(module)};
  const child = spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit', ...ownGroup });
  process.exitCode = await endOf(child);`;

describe('a program that another one runs', () => {
  const started: ChildProcess[] = [];
  afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

  const run = async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', outer], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    const seen = { output: '', code: null as number | null };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (seen.output += text));
    child.once('exit', (code) => (seen.code = code));
    await until('both to run', () => seen.output.includes('inner is there'));
    return { child, seen };
  };

  it.each(['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
    'gets %s that only the outer one was sent, and its exit code counts',
    async (signal) => {
      const { child, seen } = await run();
      child.kill(signal);
      await until('the end', () => seen.code !== null);
      expect(seen).toEqual({ output: `inner is there\ninner ${signal}\n`, code: 7 });
    },
  );

  it('gets one press of Ctrl-C once, though the terminal and npm both send it', async () => {
    const { child, seen } = await run();
    child.kill('SIGINT');
    await until('the signal', () => seen.output.includes('inner SIGINT'));
    child.kill('SIGINT');
    child.kill('SIGTERM');
    await new Promise<void>((resolve) => void setImmediate(resolve));
    expect(seen.output.match(/inner SIG/g)).toHaveLength(1);
  });
});
