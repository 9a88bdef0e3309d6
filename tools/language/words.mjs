/**
 * Words of the glossary that have no other meaning, so that a machine may refuse them, with what to write instead. The
 * rest of the glossary is for readers.
 * @typedef {{ pattern: RegExp, instead: string }} Word
 */

/** @type {readonly Word[]} */
export const prose = [
  { pattern: /\banew\b/i, instead: '"again" or "from the start"' },
  { pattern: /journey/i, instead: '"end-to-end test" or "scenario"' },
  { pattern: /\bdo(es)? not do well\b/i, instead: 'the state and its number ("is unhealthy: 60 % of calls failed")' },
  { pattern: /\bwithout effect here\b/i, instead: '"ignored by Guildhall"' },
];

/** @type {readonly Word[]} */
const names = [
  { pattern: /\bthisHolder\b/, instead: 'currentHolderId' },
  { pattern: /\bhearOf\b/, instead: 'onEvent' },
  { pattern: /\bgoOn\b/, instead: 'resume' },
  { pattern: /\bLeftOut\b/, instead: 'IgnoredSettings' },
  { pattern: /\bDepartures\b/, instead: 'ExitWatcher' },
];

/**
 * @param {string} text
 * @param {readonly Word[]} [words]
 * @returns {{ line: number, word: string, instead: string }[]} each line with a refused word, in the order of the list
 */
export const refusedWords = (text, words = [...prose, ...names]) => {
  const lines = text.split('\n');
  return words.flatMap(({ pattern, instead }) =>
    lines.flatMap((content, index) => {
      const word = pattern.exec(content)?.[0];
      return word === undefined ? [] : [{ line: index + 1, word, instead }];
    }),
  );
};
