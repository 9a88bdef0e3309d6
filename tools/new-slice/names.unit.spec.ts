import { describe, expect, it } from '@jest/globals';
import { namesOf, renamed } from './names.mjs';

describe('the names of a slice', () => {
  it.each([
    ['approvals', 'approval'],
    ['memories', 'memory'],
    ['memory', 'memory'],
    ['access', 'access'],
  ])('%s has things called %s', (slice, noun) => {
    expect(namesOf(slice)).toMatchObject({ slice, noun, NOUN: noun.toUpperCase() });
  });

  it.each([undefined, '', 'Approvals', 'two words', '../up', 'a', 'code-reviews', 'utils'])(
    'are refused: %s',
    (slice) => {
      expect(() => namesOf(slice)).toThrow('one lower-case word');
    },
  );

  it('replace every form in one go, also when one holds the other', () => {
    expect(renamed('ReviewsQuery review-<id> REVIEW_NOT_FOUND reviews', namesOf('reviewers'))).toBe(
      'ReviewersQuery reviewer-<id> REVIEWER_NOT_FOUND reviewers',
    );
  });
});
