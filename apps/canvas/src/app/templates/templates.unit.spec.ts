import { ApiError } from '@guildhall/client';
import type { ProblemBody } from '@guildhall/contracts';
import { problemsOf, sentenceOf } from '../configuration/config-problems.js';
import { cardSummary } from '../workspaces/details/agent-card.js';

const refusal = (status: number, more: object): ApiError =>
  new ApiError(status, {
    type: '',
    title: '',
    error: 'No.',
    code: 'VALIDATION_FAILED',
    fix: '',
    ...more,
  } as ProblemBody);

describe('problems of a configuration', () => {
  const problem = { line: 3, column: 1, path: 'tier', problem: 'it must be a whole number', severity: 'error' };

  it('come with the refusal of a save', () => {
    expect(problemsOf(refusal(400, { problems: [problem] }))).toEqual([problem]);
    expect(problemsOf(refusal(400, {}))).toBeNull();
    expect(problemsOf(refusal(412, { problems: [problem] }))).toBeNull();
  });

  it('name the key, unless the text itself is broken', () => {
    expect(sentenceOf({ ...problem, severity: 'error' })).toBe('tier: it must be a whole number');
    expect(sentenceOf({ ...problem, path: '', severity: 'error' })).toBe('it must be a whole number');
  });
});

describe('summary of an agent card', () => {
  it('holds what people want to know', () => {
    const card = {
      description: 'Counts.',
      version: '1.2.0',
      capabilities: { streaming: true },
      skills: [{ id: 'count', name: 'Counting', description: 'Words' }, { id: 'lines' }, 'nonsense'],
    };
    expect(cardSummary(card)).toEqual({
      description: 'Counts.',
      version: '1.2.0',
      streams: true,
      skills: [
        { name: 'Counting', description: 'Words' },
        { name: 'lines', description: '' },
      ],
    });
  });

  it('reads a minimal card, and none', () => {
    expect(cardSummary({ name: 'A' })).toEqual({ description: '', version: '', skills: [], streams: false });
    expect(cardSummary(null)).toBeNull();
    expect(cardSummary('card')).toBeNull();
  });
});
