import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { endFirst, limited } from './process-limits.js';

const printed = (tier: number): Promise<string> => {
  const { program, args } = limited('/bin/cat', ['/proc/self/limits'], tier);
  return text(spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout);
};
const limitOf = (limits: string, name: string): string[] =>
  (limits.split('\n').find((line) => line.startsWith(name)) ?? '').slice(26).trim().split(/\s+/).slice(0, 2);

describe('the limits of a process agent', () => {
  it.each([
    [1, '1024'],
    [2, '4096'],
  ])('gives tier %i so many open files, soft and hard: %s', async (tier, files) => {
    const limits = await printed(tier);
    expect(limitOf(limits, 'Max open files')).toEqual([files, files]);
    expect(limitOf(limits, 'Max core file size')).toEqual(['0', '0']);
  });

  it('leaves the other tiers what the platform has', async () => {
    const own = readFileSync('/proc/self/limits', 'utf8');
    expect(limitOf(await printed(3), 'Max open files')).toEqual(limitOf(own, 'Max open files'));
  });

  it('lets the machine end an agent before the platform', async () => {
    const child = spawn('/bin/sleep', ['60'], { stdio: 'ignore' });
    try {
      endFirst(child.pid ?? 0);
      expect(readFileSync(`/proc/${child.pid}/oom_score_adj`, 'utf8').trim()).toBe('500');
    } finally {
      child.kill('SIGKILL');
    }
    expect(() => endFirst(2 ** 30)).not.toThrow();
  });
});
