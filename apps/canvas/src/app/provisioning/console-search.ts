/** A piece of a line; `match`: number of the match that it is. */
export interface Piece {
  text: string;
  match: number | null;
}
export interface SearchedLine {
  pieces: readonly Piece[];
}
export interface Searched {
  lines: readonly SearchedLine[];
  /** Index of the line of each match. */
  matchLines: readonly number[];
}

/** Lines with every match of the query marked and numbered, whatever the case of the letters. */
export const searched = (lines: readonly string[], query: string): Searched => {
  const wanted = query.toLowerCase();
  const matchLines: number[] = [];
  const marked = lines.map((line, number): SearchedLine => {
    if (wanted === '') return { pieces: [{ text: line, match: null }] };
    const pieces: Piece[] = [];
    const folded = line.toLowerCase();
    let from = 0;
    for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, from)) {
      if (at > from) pieces.push({ text: line.slice(from, at), match: null });
      pieces.push({ text: line.slice(at, at + wanted.length), match: matchLines.length });
      matchLines.push(number);
      from = at + wanted.length;
    }
    if (from < line.length || pieces.length === 0) pieces.push({ text: line.slice(from), match: null });
    return { pieces };
  });
  return { lines: marked, matchLines };
};
