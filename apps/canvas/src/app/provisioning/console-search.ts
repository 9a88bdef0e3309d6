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
  count: number;
}

/** Lines with everything that equals the query, in any case of letters, marked and numbered. */
export const searched = (lines: readonly string[], query: string): Searched => {
  const wanted = query.toLowerCase();
  let count = 0;
  const marked = lines.map((line): SearchedLine => {
    if (wanted === '') return { pieces: [{ text: line, match: null }] };
    const pieces: Piece[] = [];
    const folded = line.toLowerCase();
    let from = 0;
    for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, from)) {
      if (at > from) pieces.push({ text: line.slice(from, at), match: null });
      pieces.push({ text: line.slice(at, at + wanted.length), match: count });
      count += 1;
      from = at + wanted.length;
    }
    if (from < line.length || pieces.length === 0) pieces.push({ text: line.slice(from), match: null });
    return { pieces };
  });
  return { lines: marked, count };
};
