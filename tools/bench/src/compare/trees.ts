import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from '../harness/bench.js';

const run = (cwd: string, program: string, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    // Results go to a table of the comparison; what a bench prints itself goes to standard error.
    const child = spawn(program, args, { cwd, stdio: ['ignore', process.stderr, process.stderr] });
    // An interrupted comparison still removes its checkout.
    const signals = ['SIGINT', 'SIGTERM'] as const;
    const stop = (signal: NodeJS.Signals): void => void child.kill(signal);
    for (const signal of signals) process.on(signal, stop);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const each of signals) process.off(each, stop);
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code ?? signal} in ${cwd}`));
    });
  });

/** Runs one bench of a built tree and returns the rows that it wrote. */
export const takeBench = async (tree: string, id: string, options: readonly string[]): Promise<Figures[]> => {
  await run(tree, process.execPath, ['--enable-source-maps', 'dist/tools/bench/main.js', id, ...options]);
  const result = JSON.parse(readFileSync(join(tree, '.bench', `${id}.json`), 'utf8')) as { rows: Figures[] };
  return result.rows;
};

/** Checks a revision out beside this tree, installs and builds it there, and removes it afterwards; or uses a built one. */
export const withTreeOf = async (
  { revision, tree: built }: { revision: string; tree: string | null },
  use: (tree: string) => Promise<void>,
): Promise<void> => {
  if (built !== null) return use(built);
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-compare-'));
  const tree = join(folder, 'checkout');
  await run('.', 'git', ['worktree', 'add', '--detach', tree, revision]);
  try {
    await run(tree, 'npm', ['ci']);
    await run(tree, 'npm', ['run', 'build']);
    await use(tree);
  } finally {
    await run('.', 'git', ['worktree', 'remove', '--force', tree]);
    rmSync(folder, { recursive: true, force: true });
  }
};
