import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { commandBlocks, scriptOf } from './blocks.mjs';

const markdown = [
  '# Title',
  '```sh ci',
  'NAME=Ada',
  '```',
  '```sh',
  'rm everything',
  '```',
  '```sh ci',
  'echo $NAME',
  '```',
];

describe('commands of the README', () => {
  it('are the marked blocks only, with the line where they stand', () => {
    expect(commandBlocks(markdown.join('\n'))).toEqual([
      { line: 2, code: 'NAME=Ada\n' },
      { line: 8, code: 'echo $NAME\n' },
    ]);
  });

  it('run in one shell and stop at the first failure', () => {
    const script = scriptOf([{ code: 'A=1' }, { code: 'echo "is $A"; false' }, { code: 'echo never' }], 'done');
    const { stdout, status } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toContain('done 1');
    expect(stdout).toContain('is 1');
    expect(stdout).not.toMatch(/done 2|never/);
  });
});
