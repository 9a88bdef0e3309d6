import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../testing/agent-process.suite.js';
import { AnswerJournal, type Answer } from './answer-journal.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'messages.jsonl');
});
afterEach(() => removeFolder(folder));

const at = '2026-01-01T00:00:00.000Z';
const accepted = (key: string) => ({ key, digest: `digest of ${key}`, taskId: `task ${key}`, contextId: 'c', at });
const answer = (text: string): Answer => ({ state: 'completed', text, exitCode: 0, at });

describe('AnswerJournal', () => {
  it('finds answers after reopening, and names messages without one', () => {
    const journal = AnswerJournal.open(folder);
    journal.take(accepted('a'));
    journal.started('a');
    journal.spawned('a', 42, '7');
    journal.answer('a', answer('eins'));
    journal.take(accepted('b'));
    journal.started('b');
    journal.take(accepted('only waited'));
    journal.close();
    const again = AnswerJournal.open(folder);
    expect(again.find('a')).toEqual({
      ...accepted('a'),
      started: true,
      program: { pid: 42, startedAt: '7' },
      answer: answer('eins'),
    });
    expect(again.find('only waited')).toBeUndefined();
    expect(again.findTask('task b')?.key).toBe('b');
    expect(again.unanswered().map(({ key }) => key)).toEqual(['b']);
    expect(again.newestFirst().map(({ key }) => key)).toEqual(['b', 'a']);
  });

  it.each(['{"answered":{"key":"a","ans', 'garbage without end'])(
    'drops a torn last line and continues: %s',
    (torn) => {
      const journal = AnswerJournal.open(folder);
      journal.take(accepted('a'));
      journal.close();
      appendFileSync(file, torn);
      const again = AnswerJournal.open(folder);
      again.answer('a', answer('after the crash'));
      again.close();
      expect(AnswerJournal.open(folder).find('a')?.answer?.text).toBe('after the crash');
    },
  );

  it('is on disk before started and answer return', () => {
    const journal = AnswerJournal.open(folder);
    journal.take(accepted('a'));
    journal.started('a');
    expect(readFileSync(file, 'utf8')).toMatch(/task a.*\n.*started/);
    journal.answer('a', answer('there'));
    expect(readFileSync(file, 'utf8')).toContain('there');
  });

  it('stays bounded and keeps the newest and the open messages', () => {
    const journal = AnswerJournal.open(folder, { messages: 10, bytes: 4_000 });
    journal.take(accepted('open'));
    journal.started('open');
    for (let n = 0; n < 500; n += 1) {
      journal.take(accepted(`m${n}`));
      journal.answer(`m${n}`, answer('x'.repeat(n % 50)));
    }
    expect(statSync(file).size).toBeLessThan(10_000);
    for (const known of [journal, AnswerJournal.open(folder)]) {
      expect(known.find('m499')?.answer).toEqual(answer('x'.repeat(49)));
      expect(known.find('m490')).toBeDefined();
      expect(known.find('m0')).toBeUndefined();
      expect(known.find('open')?.answer).toBeNull();
    }
  });

  it('is readable for its owner only', () => {
    AnswerJournal.open(folder).close();
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});
