import { describe, expect, it } from '@jest/globals';
import { judgedBy, unlessNothing, type Limit } from './limit.js';

describe('the limits of a row', () => {
  const limits: Limit<{ ratio: number; refused: number }>[] = [
    { name: 'ratio', bound: 'at least', value: 0.4, of: ({ ratio }) => ratio },
    { name: 'refusals', bound: 'at most', value: 0, of: ({ refused }) => refused },
  ];

  it('are named, and nothing is missed at them', () => {
    expect(judgedBy(limits, { ratio: 0.4, refused: 0 })).toEqual({ wanted: 'ratio ≥ 0.4, no refusals', missed: '' });
  });

  it('name what was found where they are missed', () => {
    expect(judgedBy(limits, { ratio: 0.312, refused: 7 }).missed).toBe('ratio 0.31, refusals 7');
  });

  it('are missed by what could not be measured', () => {
    expect(judgedBy(limits, { ratio: Number.NaN, refused: 0 }).missed).toBe('ratio NaN');
    expect([3, 0, null, undefined].map(unlessNothing)).toEqual([3, Number.NaN, Number.NaN, Number.NaN]);
  });
});
