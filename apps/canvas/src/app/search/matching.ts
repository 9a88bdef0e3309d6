/** Items whose text has every word of the query; those that start with it come first. */
export const found = <Item extends { text: string }>(query: string, items: readonly Item[]): Item[] => {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const matching = items.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
  const rank = ({ text }: Item): number => (text.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return matching.sort((a, b) => rank(a) - rank(b));
};
