import { describe, expect, it } from '@jest/globals';
import { commitFindings } from './history.mjs';
import { keptBy, problemsOf } from './message.mjs';

describe('a commit message', () => {
  it.each([
    'runtime: accept tokens that start with "-"\n\nparseArgs took them for flags.',
    'provisioning: retry the process scan when the pid limit is reached',
    'event-store: address a short read',
    'e2e: rename "journey" to scenario',
    'live: speed up the snapshot',
    "Merge branch 'main'",
    'Revert "live: speed up the snapshot"',
  ])('is in form: %s', (message) => {
    expect(problemsOf(message)).toEqual([]);
  });

  it.each([
    ['A token that begins with a dash is no option', 'Write `area: imperative subject`'],
    ['Runtime: accept tokens', 'Write `area: imperative subject`'],
    ['runtime:accept tokens', 'Write `area: imperative subject`'],
    ['runtime: accepted tokens', 'Begin with a verb in the imperative: "add'],
    ['runtime: accepting tokens', 'Begin with a verb in the imperative: "add'],
    ['runtime: Accepts tokens', 'Begin with a verb in the imperative: "add'],
    ['runtime: a token may begin with a dash', 'not with "a"'],
    ['runtime: what begins with a dash is a token', 'not with "what"'],
    ['runtime: accept tokens.', 'without a full stop'],
    [`runtime: accept ${'many '.repeat(13)}tokens`, 'to 72 characters; it has 87'],
    ['runtime: accept tokens\nbecause of flags', 'second line blank'],
    ['runtime: start the agent\n\nIt begins anew.', 'instead of "anew"'],
  ])('is out of form: %s', (message, problem) => {
    expect(problemsOf(message)).toEqual([expect.stringContaining(problem)]);
  });

  it('is read without the comments of the editor', () => {
    const diff = '# ------------------------ >8 ------------------------\ndiff --git a b';
    expect(keptBy(`live: mend it\n\nWhy.\n# Please enter\n${diff}`)).toBe('live: mend it\n\nWhy.');
  });
});

describe('the history', () => {
  it('names the commits out of form and leaves out the exceptions', () => {
    const commits = ['a', 'b', 'c'].map((hash) => ({ hash, message: hash === 'a' ? 'live: mend it' : 'Mend it' }));
    expect(commitFindings(commits, { b: 'public already' }, problemsOf)).toEqual([
      expect.stringMatching(/^c "Mend it": Write `area/),
    ]);
  });
});
