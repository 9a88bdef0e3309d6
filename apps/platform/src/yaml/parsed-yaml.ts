import {
  Composer,
  isAlias,
  isNode,
  isScalar,
  LineCounter,
  Parser,
  visit,
  type Alias,
  type CST,
  type Document,
  type Node,
} from 'yaml';

/** One text of YAML; offsets count from its beginning. */
export interface ParsedYaml {
  /** Null: it was not even looked at. */
  document: Document.Parsed | null;
  lines: LineCounter;
  /** What each alias stands for; null: for nothing. */
  targets: ReadonlyMap<Alias, Node | null>;
  errors: { offset: number; problem: string }[];
}

/** Lists and maps inside each other. */
export const mostLevels = 100;

/**
 * Reads the one document of an untrusted text, in a time that grows as the text does. That keys are
 * there once is not looked at: the library compares each with each.
 */
export const parseYaml = (text: string): ParsedYaml => {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeep = firstBelow(tokens, mostLevels);
  if (tooDeep !== null) {
    const errors = [{ offset: tooDeep.offset, problem: `it has more than ${mostLevels} levels` }];
    return { document: null, lines, targets: new Map(), errors };
  }
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const [document, ...others] = composer.compose(tokens, true, text.length);
  if (document === undefined) throw new Error('the composer makes a document of every text');
  const errors = document.errors.map(({ pos, message }) => ({ offset: pos[0], problem: message }));
  const second = others.find(({ contents }) => contents !== null && !(isScalar(contents) && contents.value === null));
  if (second !== undefined)
    errors.push({ offset: second.range[0], problem: 'a second document begins here; write one' });
  return { document, lines, targets: targetsOf(document), errors };
};

/**
 * Composing goes as deep as the text does, and a stack that overflows there can end the whole process: so the depth is
 * counted before, without any recursion.
 */
const firstBelow = (tokens: readonly CST.Token[], levels: number): CST.Token | null => {
  let row: (CST.Token | null | undefined)[] = tokens.map((token) => (token.type === 'document' ? token.value : null));
  for (let level = 0; level <= levels; level += 1)
    row = row.flatMap((token) =>
      token && 'items' in token ? token.items.flatMap(({ key, value }) => [key, value]) : [],
    );
  return row.find((token) => token !== null && token !== undefined) ?? null;
};

/** One walk for all: `Alias.resolve` would walk through the document again for each. */
const targetsOf = (document: Document): Map<Alias, Node | null> => {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node | null>();
  visit(document, (_key, node) => {
    if (isAlias(node)) targets.set(node, anchors.get(node.source) ?? null);
    else if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
  });
  return targets;
};
