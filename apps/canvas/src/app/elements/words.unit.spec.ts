import { ApiError, UnreachableError } from '@guildhall/client';
import type { ProblemBody } from '@guildhall/contracts';
import { found } from '../search/matching.js';
import { explain } from './explain.js';
import { ago, clockTime, duration, exactTime, grouped, lasting } from './relative-time.js';

describe('time in words', () => {
  it.each([
    [0, 'now'],
    [42_000, '42 s'],
    [12 * 60_000, '12 min'],
    [3 * 3_600_000, '3 h'],
    [9 * 86_400_000, '9 d'],
    [-5_000, 'now'],
  ])('%d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));

  it('says how long ago', () => {
    const now = Date.parse('2026-11-23T10:12:00.000Z');
    expect(ago('2026-11-23T10:00:00.000Z', now)).toBe('12 min ago');
    expect(ago('2026-11-23T10:12:00.000Z', now)).toBe('just now');
    expect(ago('2026-11-23T10:12:20.000Z', now)).toBe('just now');
    expect(ago('2026-11-23T11:15:00.000Z', now)).toBe('1 h later');
  });

  it('says for how long', () => {
    const now = Date.parse('2026-11-23T10:12:00.000Z');
    expect(lasting('2026-11-23T10:00:00.000Z', now)).toBe('for 12 min');
    expect(lasting('2026-11-23T10:12:20.000Z', now)).toBe('just now');
  });

  it('groups digits', () =>
    expect([999, 48_213, 1_000_000].map(grouped)).toEqual(['999', '48\u202f213', '1\u202f000\u202f000']));
});

describe('explain', () => {
  it('takes sentence, fix, fields and correlation id of a refusal', () => {
    const problem: ProblemBody = {
      type: '',
      title: '',
      error: 'No.',
      code: 'WORKSPACE_CYCLE',
      fix: 'Do this.',
      correlation_id: 'c',
      fields: [{ field: 'name', message: 'bad' }],
    };
    expect(explain(new ApiError(409, problem))).toEqual({
      what: 'No.',
      fix: 'Do this.',
      fields: [{ field: 'name', message: 'bad' }],
      code: 'WORKSPACE_CYCLE',
      correlationId: 'c',
    });
  });

  it('distinguishes a missing answer from an error of the page', () => {
    expect(explain(new UnreachableError('/x', { cause: null })).what).toContain('did not answer');
    expect(explain(new Error('boom')).what).toContain('this page');
  });
});

describe('search', () => {
  const items = [{ text: 'Fact checker, checks claims' }, { text: 'Checker of links' }, { text: 'Writer' }];

  it('finds every word, and first what starts with it', () => {
    expect(found('check', items).map(({ text }) => text)).toEqual(['Checker of links', 'Fact checker, checks claims']);
    expect(found('fact claims', items)).toHaveLength(1);
    expect(found('', items)).toHaveLength(3);
    expect(found('nobody', items)).toEqual([]);
  });
});

describe('times on screens', () => {
  it('are empty while no instant is known', () => {
    expect([exactTime(''), clockTime('')]).toEqual(['', '']);
    expect(exactTime('2026-11-23T10:00:00.000Z')).toMatch(/2026/);
  });
});
