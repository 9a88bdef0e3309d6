const operators = new Set(['|', '&', ';', '<', '>', '(', ')', '`', '\n']);

/** A command line that cannot be split into words. */
export class CommandLineError extends Error {}

/**
 * Splits a command line into words as a POSIX shell does (quotes, backslashes, adjacent pieces), without a shell: it
 * expands nothing. It refuses an unquoted shell operator, because its author expects a shell.
 */
export const splitWords = (line: string): string[] => {
  const words: string[] = [];
  let word: string | null = null;
  let at = 0;
  while (at < line.length) {
    const char = line.charAt(at);
    if (char === ' ' || char === '\t') {
      if (word !== null) words.push(word);
      word = null;
      at += 1;
      continue;
    }
    if (operators.has(char)) throw new CommandLineError(shellNeeded(char));
    const piece = char === "'" ? singleQuoted(line, at) : char === '"' ? doubleQuoted(line, at) : plain(line, at);
    word = (word ?? '') + piece.text;
    at = piece.next;
  }
  if (word !== null) words.push(word);
  return words;
};

interface Piece {
  text: string;
  next: number;
}

const shellNeeded = (char: string): string =>
  `it contains ${char === '\n' ? 'a line break' : char} outside of quotes, but no shell runs it; quote it, or write sh -c '...'`;

const plain = (line: string, at: number): Piece => {
  if (line.charAt(at) !== '\\') return { text: line.charAt(at), next: at + 1 };
  if (at + 1 >= line.length) throw new CommandLineError('it ends with a backslash');
  return { text: line.charAt(at + 1), next: at + 2 };
};

const singleQuoted = (line: string, at: number): Piece => {
  const end = line.indexOf("'", at + 1);
  if (end < 0) throw new CommandLineError('a single quote is not closed');
  return { text: line.slice(at + 1, end), next: end + 1 };
};

const doubleQuoted = (line: string, at: number): Piece => {
  let text = '';
  for (let next = at + 1; next < line.length; next += 1) {
    const char = line.charAt(next);
    if (char === '"') return { text, next: next + 1 };
    if (char === '\\' && '"\\$`'.includes(line.charAt(next + 1)) && next + 1 < line.length) {
      next += 1;
      text += line.charAt(next);
    } else {
      text += char;
    }
  }
  throw new CommandLineError('a double quote is not closed');
};
