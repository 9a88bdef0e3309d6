import { describe, expect, it } from '@jest/globals';
import { digestOf, freshToken } from './tokens.js';

describe('a fresh token', () => {
  it('is never taken for an option on a command line', () => {
    const dashed = Array.from({ length: 2_000 }, () => freshToken().token).filter((token) => token.startsWith('-'));
    expect(dashed).toEqual([]);
  });

  it('comes with its digest and the beginning by which it is listed', () => {
    const { token, digest, prefix } = freshToken();
    expect(token).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{42}$/);
    expect([digest, prefix]).toEqual([digestOf(token), token.slice(0, 8)]);
  });
});
