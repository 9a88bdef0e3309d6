import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from './log-file.mjs';
import { forPeople } from './log-line.mjs';

describe('a log file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'guildhall-logs-'));
  const path = join(directory, 'platform.log');
  const read = (suffix: string): string => readFileSync(path + suffix, 'utf8');

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('starts a new file when one is full, keeps three full ones, and loses no line among those', () => {
    const log = new LogFile(path, 20);
    for (let line = 1; line <= 10; line += 1) log.write(`line ${line} 45678`);
    expect(read('')).toBe('line 10 45678\n');
    expect([read('.1'), read('.2'), read('.3')]).toEqual(['line 9 45678\n', 'line 8 45678\n', 'line 7 45678\n']);
    expect(existsSync(`${path}.4`)).toBe(false);
  });

  it('outlives what the disk does, and writes again when it can', () => {
    const log = new LogFile(path);
    rmSync(directory, { recursive: true });
    log.write('the folder is back');
    expect(read('')).toBe('the folder is back\n');
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'a file where the folder was');
    expect(() => log.write('lost')).not.toThrow();
    rmSync(directory);
    log.write('here again');
    expect(read('')).toBe('here again\n');
  });

  it('resumes where an earlier run stopped', () => {
    new LogFile(path, 20).write('twelve chars');
    new LogFile(path, 20).write('twelve chars');
    expect(read('')).toBe('twelve chars\n');
    expect(read('.1')).toBe('twelve chars\n');
  });
});

describe('a log line for people', () => {
  it('is a warning or worse, with its cause', () => {
    const line = JSON.stringify({ level: 50, msg: 'the view stopped', err: { message: 'disk I/O error' } });
    expect(forPeople('projector', line)).toBe('projector: error: the view stopped (disk I/O error)');
  });

  it('is one that is marked so, though nothing is wrong', () => {
    const line = JSON.stringify({ level: 30, for_people: true, msg: '1 agent goes on' });
    expect(forPeople('platform', line)).toBe('platform: 1 agent goes on');
  });

  it.each([
    ['\u001b[31mred\u001b[0m', 'platform: error: \uFFFD[31mred\uFFFD[0m'],
    ['first\r\nplatform: error: forged', 'platform: error: first platform: error: forged'],
    ['right \u202eto left', 'platform: error: right \uFFFDto left'],
    ['long '.repeat(200), expect.stringMatching(/^platform: error: (long ){96,97}l?o?n?g? ?…$/)],
  ])('stays one line without control characters: %j', (msg, line) => {
    expect(forPeople('platform', JSON.stringify({ level: 50, msg }))).toEqual(line);
  });

  it.each(['{"level":30,"msg":"listening"}', 'not JSON', '7', 'null'])('is not made of %s', (line) => {
    expect(forPeople('platform', line)).toBeNull();
  });
});
