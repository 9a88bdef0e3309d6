import { posix } from 'node:path';
import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { mostLevels, parseYaml, type ParsedYaml } from './parsed-yaml.js';
import { notUtf8 } from './utf8.js';
import { PlaceTree } from './place-tree.js';
import { ProblemList, type Place, type PlacedProblem } from './problem-list.js';

/** Plain data of YAML, and where each part of it stands. */
export interface LocatedYaml {
  data: unknown;
  /** What kept the text from being read; then the data is not whole. */
  problems: PlacedProblem[];
  /** Of a key, or of what it holds; the nearest that is known where nothing stands. */
  place(path: string, of: 'key' | 'value'): Place;
}

const include = '!include';
/** Against texts that grow without end when their aliases are followed. */
const limits = { levels: mostLevels, parts: 200_000, aliases: 10_000, characters: 8_388_608, includes: 16 } as const;
const tooLarge = `it has more than ${limits.levels} levels, ${limits.parts} parts, ${limits.aliases} aliases or ${limits.characters} characters`;

/** Reads one file with everything that it takes in by `!include`, a path relative to the file that says it. */
export const readLocated = (files: ReadonlyMap<string, Buffer>, file: string): LocatedYaml => {
  const reader = new LocatedReader(files);
  const root = new PlaceTree();
  const data = reader.file(file, root, []);
  const place = (path: string, of: 'key' | 'value'): Place => root.find(path, of) ?? { file, line: 1, column: 1 };
  return { data, problems: reader.problems.all(), place };
};

interface Source {
  file: string;
  /** The files that took this one in, the first one first; and itself. */
  from: readonly string[];
  parsed: ParsedYaml;
}

class LocatedReader {
  readonly problems = new ProblemList();
  private readonly parsed = new Map<string, ParsedYaml>();
  private readonly seen = { parts: 0, aliases: 0, characters: 0 };
  private isTooLarge = false;

  constructor(private readonly files: ReadonlyMap<string, Buffer>) {}

  file(file: string, at: PlaceTree, from: readonly string[]): unknown {
    const text = this.files.get(file);
    if (text === undefined) return this.refuse({ file, line: 1, column: 1 }, at, 'there is no such file');
    const encoding = notUtf8(text);
    if (encoding !== null) return this.refuse({ file, line: 1, column: 1 }, at, encoding);
    const parsed = this.parsed.get(file) ?? parseYaml(text.toString());
    this.parsed.set(file, parsed);
    const source = { file, from: [...from, file], parsed };
    for (const { offset, problem } of parsed.errors) this.refuse(placeAt(source, offset), at, problem);
    if (parsed.document === null || parsed.errors.length > 0) return undefined;
    return this.value(parsed.document.contents as Node | null, at, 0, source);
  }

  private value(node: Node | null, at: PlaceTree, level: number, source: Source): unknown {
    if (node === null) return null;
    const place = placeAt(source, node.range?.[0] ?? 0);
    at.value ??= place;
    this.seen.parts += 1;
    if (isAlias(node)) this.seen.aliases += 1;
    if (isScalar(node)) this.count(node.value);
    if (this.exceeds(level)) return this.refuseSize(place, at);
    if (isAlias(node)) {
      const target = source.parsed.targets.get(node);
      if (!target) return this.refuse(place, at, `no anchor ${node.source} comes before this`);
      return this.value(target, at, level + 1, source);
    }
    if (isScalar(node)) return node.tag === include ? this.included(String(node.value), at, place, source) : node.value;
    if (isSeq(node))
      return node.items.map((item, index) => this.value(item as Node, at.item(index), level + 1, source));
    return isMap(node) ? this.map(node as YAMLMap<Node, Node | null>, at, level, source) : undefined;
  }

  /** `<<` gives what the map itself does not say. */
  private map(map: YAMLMap<Node, Node | null>, at: PlaceTree, level: number, source: Source): unknown {
    const own = new Map<string, unknown>();
    const merged: unknown[] = [];
    for (const { key, value } of map.items as { key: Node | null; value: Node | null }[]) {
      const place = placeAt(source, key?.range?.[0] ?? map.range?.[0] ?? 0);
      if (!isScalar(key)) this.refuse(place, at, 'a key must be a text');
      const name = isScalar(key) ? String(key.value) : '';
      this.count(name);
      const part = at.field(name);
      if (own.has(name)) this.refuse(place, part, 'the map has this key already');
      part.key ??= place;
      const held = this.value(value, part, level + 1, source);
      if (name === '<<') merged.push(held);
      else own.set(name, held);
    }
    const all = new Map<string, unknown>();
    const given = merged.flat().filter((one) => typeof one === 'object' && one !== null);
    for (const one of given.reverse()) for (const [name, held] of Object.entries(one)) all.set(name, held);
    for (const [name, held] of own) all.set(name, held);
    return Object.fromEntries(all);
  }

  private included(named: string, at: PlaceTree, place: Place, { file, from }: Source): unknown {
    const target = posix.normalize(posix.join(posix.dirname(file), named));
    if (from.includes(target)) return this.refuse(place, at, `the include of ${named} leads back to itself`);
    if (from.length > limits.includes) return this.refuse(place, at, `includes are deeper than ${limits.includes}`);
    if (!this.files.has(target)) return this.refuse(place, at, `the template has no file ${named} to include`);
    return this.file(target, at, from);
  }

  private count(value: unknown): void {
    if (typeof value === 'string') this.seen.characters += value.length;
  }

  private exceeds(level: number): boolean {
    const { parts, aliases, characters } = this.seen;
    const isLarge = parts > limits.parts || aliases > limits.aliases || characters > limits.characters;
    return isLarge || level > limits.levels;
  }

  /** Once: everything that comes after is too much as well. */
  private refuseSize(place: Place, at: PlaceTree): undefined {
    if (!this.isTooLarge) this.refuse(place, at, tooLarge);
    this.isTooLarge = true;
  }

  private refuse(place: Place, at: PlaceTree, problem: string): undefined {
    this.problems.add({ ...place, path: at.path, problem, severity: 'error' });
  }
}

const placeAt = ({ file, parsed }: Pick<Source, 'file' | 'parsed'>, offset: number): Place => {
  const { line, col } = parsed.lines.linePos(offset);
  return { file, line, column: col };
};
