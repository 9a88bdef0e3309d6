const words = /** @type {const} */ ([
  [60, 'fatal'],
  [50, 'error'],
  [40, 'warning'],
]);

/** @param {string} text */
const parsed = (text) => {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
};

/** Words of programs and agents must not write escape codes, or lines that look like ours, on a person's terminal. */
const longest = 500;

/**
 * One line without control characters, at most 500 characters long.
 * @param {string} text
 */
export const printable = (text) => {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll(/\p{C}/gu, '\uFFFD');
  return line.length > longest ? `${line.slice(0, longest)} …` : line;
};

/**
 * A log line of a process for people, if they should see it: warnings and worse of a JSON log, and what is marked
 * `for_people`; null otherwise.
 * @param {string} part name of the process
 * @param {string} line
 * @returns {string | null}
 */
export const forPeople = (part, line) => {
  const entry = parsed(line);
  // What a person should know though nothing is wrong.
  if (entry?.for_people === true) return printable(`${part}: ${entry.msg}`);
  const word = words.find(([level]) => entry?.level >= level)?.[1];
  if (entry === null || word === undefined) return null;
  const cause = entry.err?.message;
  return printable(`${part}: ${word}: ${entry.msg ?? 'without a message'}${cause ? ` (${cause})` : ''}`);
};
