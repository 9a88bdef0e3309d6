import { describe, expect, it } from '@jest/globals';
import { summarise } from './summary.mjs';

const output = `
> nx run contracts:test  [existing outputs match the cache, left as is]

\u001b[1mTests:       \u001b[22m\u001b[1m\u001b[32m12 passed\u001b[39m\u001b[22m, 12 total

> nx run domain:test

Tests:       1 failed, 2 skipped, 30 passed, 33 total
Time:        1 s

> nx run e2e:lint
`;

describe('the sum of all test runs', () => {
  it('adds up what each runner reported, cached or not', () => {
    expect(summarise(output, ['contracts', 'domain'])).toEqual({ passed: 42, failed: 1, skipped: 2, silent: [] });
  });

  it('counts a runner that reported nothing as a failure', () => {
    expect(summarise(output, ['contracts', 'domain', 'vault'])).toMatchObject({ failed: 2, silent: ['vault'] });
  });

  it('does not take zero executed tests for a success', () => {
    const empty = '> nx run vault:test\n\nTests:       3 skipped, 3 total\n';
    expect(summarise(empty, ['vault'])).toMatchObject({ passed: 0, failed: 1, silent: ['vault'] });
  });
});
