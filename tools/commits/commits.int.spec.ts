import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitsAfter } from './history.mjs';
import { hooks, setHook } from './set-hook.mjs';

const root = join(import.meta.dirname, '..', '..');
const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];

describe('commits in a real repository', () => {
  let folder: string;
  const inCi = process.env['CI'];
  const git = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };
  const commit = (message: string) => git(...identity, 'commit', '--allow-empty', '-m', message);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-commits-'));
    delete process.env['CI'];
  });

  afterEach(() => {
    if (inCi !== undefined) process.env['CI'] = inCi;
    rmSync(folder, { recursive: true, force: true });
  });

  it('are refused by the hook when they are out of form', () => {
    git('init', '--quiet');
    for (const part of ['commits', 'language', 'start'])
      cpSync(join(root, 'tools', part), join(folder, 'tools', part), { recursive: true });
    setHook(folder);
    expect(commit('Mended it').output).toContain('Write `area: imperative subject`');
    expect(commit('live: mend it')).toMatchObject({ status: 0 });
    expect(commit('fixup! live: mend it')).toMatchObject({ status: 0 });
  });

  it('keep the hooks that a person chose', () => {
    git('init', '--quiet');
    git('config', 'core.hooksPath', 'mine');
    setHook(folder);
    expect(git('config', 'core.hooksPath').output).toBe('mine\n');
    git('config', '--unset', 'core.hooksPath');
    setHook(folder);
    expect(git('config', 'core.hooksPath').output).toBe(`${hooks}\n`);
  });

  it('are read after the one that is named, newest first', () => {
    git('init', '--quiet');
    for (const message of ['live: one', 'live: two\n\nWhy.', 'live: three']) commit(message);
    const first = git('rev-list', '--max-parents=0', 'HEAD').output.trim();
    expect(commitsAfter(folder, first)).toMatchObject([{ message: 'live: three' }, { message: 'live: two\n\nWhy.' }]);
    expect(commitsAfter(folder, '0123456')).toContain('does not reach back to 0123456');
  });

  it('are not read where there is no repository', () => {
    writeFileSync(join(folder, '.git'), 'gitdir: nowhere');
    expect(commitsAfter(folder, 'HEAD')).toBe('this is no git checkout, or git is not installed');
  });
});
