import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitWords } from './split-words.js';

describe('splitWords', () => {
  it.each([
    ['wc -w', ['wc', '-w']],
    ['  a\t b  ', ['a', 'b']],
    [`sh -c 'a b | c'`, ['sh', '-c', 'a b | c']],
    [`"two words"three\\ four`, ['two wordsthree four']],
    [`a "" ''`, ['a', '', '']],
    [`"\\"\\\\\\$\\n"`, ['"\\$\\n']],
    [`'\\'`, ['\\']],
    ['$HOME *.md ~', ['$HOME', '*.md', '~']],
    ['', []],
  ])('%s', (line, words) => expect(splitWords(line)).toEqual(words));

  it.each([
    ['cat | wc', /contains \| outside of quotes/],
    ['a && b', /contains & outside/],
    ['a > b', /contains > outside/],
    ['a\nb', /contains a line break/],
    [`'open`, /single quote is not closed/],
    ['"open', /double quote is not closed/],
    ['end\\', /ends with a backslash/],
  ])('refuses %j', (line, sentence) => expect(() => splitWords(line)).toThrow(sentence));

  it('splits any quoted words as the shell does', () => {
    const word = fc
      .array(fc.constantFrom('a', ' ', '"', "'", '\\', '|', '*', 'ü'), { maxLength: 6 })
      .map((parts) => parts.join(''));
    const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        expect(splitWords(words.map(quoted).join(' '))).toEqual(words);
      }),
    );
    const line = `a 'b c' "d\\"e\\z" f\\ g''h`;
    const shell = execFileSync('sh', ['-c', `for word in ${line}; do printf '%s\\n' "$word"; done`], {
      encoding: 'utf8',
    });
    expect(splitWords(line)).toEqual(shell.trimEnd().split('\n'));
  });
});
