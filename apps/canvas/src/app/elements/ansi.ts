/** Escape sequences of terminals: colours, cursor, titles. */
const sequences = new RegExp(
  ['\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)', '\\u001b\\[[0-?]*[ -/]*[@-~]', '\\u001b[@-Z\\\\-_]'].join(
    '|',
  ),
  'g',
);

/** Text without escape sequences. Of an overwritten line, only the last version. */
export const plainText = (output: string): string =>
  output
    .replace(sequences, '')
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf('\r') + 1))
    .join('\n');
