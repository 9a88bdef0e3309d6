const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/;
const quoted = /^(["'])(.*)\1$/;
const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Reads the lines `NAME=value` of a `.env`; others are comments. */
export const readVariables = (text: string): Map<string, string> => {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = line.startsWith('#') ? [] : (assignment.exec(line) ?? []);
    if (name !== undefined && value !== undefined) found.set(name, quoted.exec(value)?.[2] ?? value);
  }
  return found;
};

export interface Expanded {
  text: string;
  /** Names that nothing gives a value. */
  missing: string[];
}

/** Puts the value in the place of each `${NAME}`, and nothing where there is none. */
export const expand = (text: string, values: ReadonlyMap<string, string>): Expanded => {
  const missing: string[] = [];
  const expanded = text.replace(reference, (_whole, name: string) => {
    const value = values.get(name);
    if (value === undefined) missing.push(name);
    return value ?? '';
  });
  return { text: expanded, missing };
};
