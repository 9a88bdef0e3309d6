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

/**
 * A log line of a process for people, if they should see it: warnings and worse of a JSON log; null otherwise.
 * @param {string} part name of the process
 * @param {string} line
 * @returns {string | null}
 */
export const forPeople = (part, line) => {
  const entry = parsed(line);
  const word = words.find(([level]) => entry?.level >= level)?.[1];
  if (entry === null || word === undefined) return null;
  const cause = entry.err?.message;
  return `${part}: ${word}: ${entry.msg ?? 'without a message'}${cause ? ` (${cause})` : ''}`;
};
