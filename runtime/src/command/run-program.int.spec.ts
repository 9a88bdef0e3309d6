import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../testing/agent-process.suite.js';
import { answerLimit, runProgram, type ProgramCall, type ProgramResult } from './run-program.js';

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => removeFolder(folder));

const run = (source: string, more: Partial<ProgramCall> = {}): Promise<ProgramResult> =>
  runProgram({
    command: ['sh', '-c', source],
    directory: folder,
    env: { PATH: process.env['PATH'] ?? '' },
    input: '',
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    ...more,
  });

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const childPid = async (name: string): Promise<number> => {
  await until(() => existsSync(join(folder, name)) && readFileSync(join(folder, name), 'utf8').endsWith('\n'));
  return Number(readFileSync(join(folder, name), 'utf8'));
};

describe('runProgram', () => {
  it('writes the message to stdin and returns the trimmed output', async () => {
    expect(await run('cat; echo', { input: 'Grüße\n' })).toEqual({ kind: 'answered', text: 'Grüße' });
  });

  it('accepts an answer of exactly the limit, and stops a longer one', async () => {
    expect(await run(`head -c ${answerLimit} /dev/zero | tr '\\0' a`)).toMatchObject({
      kind: 'answered',
      text: 'a'.repeat(answerLimit),
    });
    expect(await run(`yes`)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('more than 1048576 bytes'),
    });
  });

  it('accepts a program that never reads its input', async () => {
    expect(await run('echo done', { input: 'x'.repeat(1_000_000) })).toEqual({ kind: 'answered', text: 'done' });
  });

  it('reports the exit code and the first KiB of standard error, cut between characters', async () => {
    const result = await run(`yes ü | head -c 5000 | tr -d '\\n' >&2; exit 7`);
    expect(result).toMatchObject({ kind: 'failed', exitCode: 7, reason: 'The program ended with exit code 7.' });
    const { stderr } = result as { stderr: string };
    expect(Buffer.byteLength(stderr)).toBe(1_024);
    expect(new Set(stderr)).toEqual(new Set('ü'));
  });

  it('names the signal that ended the program', async () => {
    expect(await run('kill -9 $$')).toMatchObject({
      kind: 'failed',
      reason: 'The program was ended by SIGKILL.',
      exitCode: null,
    });
  });

  it('reports a missing program and one without execute permission', async () => {
    expect(await run('', { command: ['no-such-program'] })).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('"no-such-program" was not found'),
    });
    expect(await run('', { command: [folder] })).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('may not be executed'),
    });
  });

  it('stops a program at its time limit together with its children, even if they ignore signals', async () => {
    const result = run(
      `trap '' TERM; sh -c 'trap "" TERM; echo $$ > limit.new; mv limit.new limit; while :; do sleep 60; done' & wait; while :; do sleep 60; done`,
      { timeoutMs: 300 },
    );
    const child = await childPid('limit');
    expect(await result).toMatchObject({
      kind: 'failed',
      reason: 'The program did not end within 0.3 s and was stopped.',
    });
    await until(() => !exists(child));
  });

  it('ends with the program, not with a child that keeps its output open', async () => {
    const result = await run(`sh -c 'echo $$ > keeper.new; mv keeper.new keeper; exec sleep 60' & echo answer`);
    expect(result).toEqual({ kind: 'answered', text: 'answer' });
    const child = await childPid('keeper');
    await until(() => !exists(child));
  });

  it('is cancelled by its signal, before and during the run', async () => {
    const abort = new AbortController();
    const result = run('echo $$ > cancel.new; mv cancel.new cancel; exec sleep 60', { signal: abort.signal });
    const pid = await childPid('cancel');
    abort.abort();
    expect(await result).toEqual({ kind: 'cancelled' });
    expect(exists(pid)).toBe(false);
    expect(await run('touch never', { signal: abort.signal })).toEqual({ kind: 'cancelled' });
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });
});
