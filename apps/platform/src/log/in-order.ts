export interface Ordered {
  readonly name: string;
  /** Names of those that come before; one that is not there is ignored. */
  readonly after?: readonly string[];
}

/** Each comes after those that it names, otherwise by name. Throws when two wait for each other. */
export const inOrder = <Item extends Ordered>(items: readonly Item[]): Item[] => {
  const left = [...items].sort((one, other) => (one.name < other.name ? -1 : 1));
  const ordered: Item[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ after = [] }) => !left.some(({ name }) => after.includes(name)));
    if (next === -1) throw new Error(`these wait for each other: ${left.map(({ name }) => name).join(', ')}`);
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
};
