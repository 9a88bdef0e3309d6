import fc from 'fast-check';
import { join, normalize } from 'node:path';
import { checkedPath } from './checked-path.js';

const accepted = (path: string): boolean => {
  try {
    checkedPath(path);
    return true;
  } catch {
    return false;
  }
};
const nasty = fc.constantFrom('..', '.', '', '/', '\\', '\0', '\n', '\u007f', 'a', '…', '\ud800', 'é', '...', '.git');
const anyPath = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary' })), { maxLength: 6 })
  .map((parts) => parts.join('/'));

describe('a checked path', () => {
  it('stays below its root and means exactly one file, whatever it contains', () => {
    fc.assert(
      fc.property(fc.oneof(anyPath, fc.string({ unit: 'binary' })), (path) => {
        if (!accepted(path)) return;
        expect(join('/root', path)).toBe(`/root/${path}`);
        expect(normalize(path)).toBe(path);
        expect(Buffer.from(path).toString()).toBe(path);
        expect(path).not.toMatch(/[\u0000-\u001f\u007f\\]/);
        for (const name of path.split('/')) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        expect(Buffer.byteLength(path)).toBeLessThanOrEqual(1_024);
      }),
      { numRuns: 2_000 },
    );
  });

  it('accepts every path of ordinary names', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_ äß…-][A-Za-z0-9_. äß-]{0,20}$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 8 }), (names) => {
        expect(checkedPath(names.join('/'))).toBe(names.join('/'));
      }),
    );
  });

  it.each([
    ['', 'it is empty.'],
    ['/etc', 'it is absolute.'],
    ['a/../b', 'it has the name "..".'],
    ['a//b', 'it has an empty name.'],
    ['a/', 'it has an empty name.'],
    ['./a', 'it has the name ".".'],
    ['a\\b', 'it has a backslash.'],
    ['a\0b', 'it has a control character.'],
    ['x'.repeat(256), 'a name is longer than 255 bytes.'],
    [`${'ä'.repeat(128)}`, 'a name is longer than 255 bytes.'],
    [Array.from({ length: 300 }, () => 'abc').join('/'), 'it is longer than 1024 bytes.'],
    ['.guildhall-new-1', 'names that start with .guildhall-, and .auth_token, are reserved.'],
    ['a/.auth_token', 'names that start with .guildhall-, and .auth_token, are reserved.'],
    ['\ud800', 'it is not valid Unicode.'],
  ])('refuses %j and says why', (path, reason) => {
    expect(() => checkedPath(path)).toThrow(expect.objectContaining({ code: 'PATH_REFUSED' }));
    try {
      checkedPath(path);
    } catch (error) {
      expect((error as { details: object }).details).toMatchObject({ reason });
    }
  });

  it('accepts the empty path as the root only where that is allowed', () => {
    expect(checkedPath('', 'is the root')).toBe('');
    expect(() => checkedPath('')).toThrow();
  });
});
