import { posix } from 'node:path';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';

/** Where something stands; line and column count from 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
}
export interface PlacedProblem extends Place {
  /** As `workspaces[0].name`; '' is the whole. */
  path: string;
  problem: string;
}

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
const limits = { depth: 100, nodes: 200_000, includes: 16 } as const;

/** Reads one file with everything that it takes in by `!include`, a path relative to the file that says it. */
export const readLocated = (files: ReadonlyMap<string, Buffer>, file: string): LocatedYaml => {
  const reader = new LocatedReader(files);
  const data = reader.file(file, '', []);
  return { data, problems: reader.problems, place: (path, of) => reader.place(path, of, file) };
};

interface Source {
  file: string;
  /** The files that took this one in, the first one first; and itself. */
  from: readonly string[];
  document: Document;
  lines: LineCounter;
}

class LocatedReader {
  readonly problems: PlacedProblem[] = [];
  private readonly keys = new Map<string, Place>();
  private readonly values = new Map<string, Place>();
  private nodes = 0;

  constructor(private readonly files: ReadonlyMap<string, Buffer>) {}

  file(file: string, path: string, from: readonly string[]): unknown {
    const text = this.files.get(file);
    if (text === undefined) return this.refuse({ file, line: 1, column: 1 }, path, 'there is no such file');
    const lines = new LineCounter();
    const document = parseDocument(text.toString(), { lineCounter: lines, uniqueKeys: true, logLevel: 'silent' });
    const source = { file, from: [...from, file], document, lines };
    for (const { pos, message } of document.errors)
      this.refuse(placeAt(source, pos[0]), path, message.split('\n', 1)[0] ?? 'it is no YAML');
    return document.errors.length > 0 ? undefined : this.value(document.contents as Node | null, path, 0, source);
  }

  place(path: string, of: 'key' | 'value', file: string): Place {
    const places = of === 'key' ? this.keys : this.values;
    for (let at = path; at !== ''; at = parentOf(at)) {
      const place = places.get(at) ?? this.values.get(at);
      if (place !== undefined) return place;
    }
    return this.values.get('') ?? { file, line: 1, column: 1 };
  }

  private value(node: Node | null, path: string, depth: number, source: Source): unknown {
    if (node === null) return null;
    const place = placeAt(source, node.range?.[0] ?? 0);
    if (!this.values.has(path)) this.values.set(path, place);
    this.nodes += 1;
    if (this.nodes > limits.nodes || depth > limits.depth)
      return this.refuse(place, path, `it has more than ${limits.depth} levels or ${limits.nodes} parts`);
    if (isAlias(node)) return this.value(node.resolve(source.document) ?? null, path, depth + 1, source);
    if (isScalar(node))
      return node.tag === include ? this.included(String(node.value), path, place, source) : node.value;
    if (isSeq(node))
      return node.items.map((item, index) => this.value(item as Node, `${path}[${index}]`, depth + 1, source));
    return isMap(node) ? this.map(node as YAMLMap<Node, Node | null>, path, depth, source) : undefined;
  }

  /** `<<` gives what the map itself does not say. */
  private map(map: YAMLMap<Node, Node | null>, path: string, depth: number, source: Source): unknown {
    const own: Record<string, unknown> = {};
    const merged: unknown[] = [];
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const at = path === '' ? name : `${path}.${name}`;
      if (name === '<<') merged.push(this.value(value, at, depth + 1, source));
      else {
        this.keys.set(at, placeAt(source, key.range?.[0] ?? 0));
        Object.defineProperty(own, name, { value: this.value(value, at, depth + 1, source), ...plainField });
      }
    }
    const given = merged.flat().filter((one): one is object => typeof one === 'object' && one !== null);
    return { ...Object.assign({}, ...given.reverse()), ...own };
  }

  private included(named: string, path: string, place: Place, { file, from }: Source): unknown {
    const target = posix.normalize(posix.join(posix.dirname(file), named));
    if (from.includes(target)) return this.refuse(place, path, `the include of ${named} leads back to itself`);
    if (from.length > limits.includes) return this.refuse(place, path, `includes are deeper than ${limits.includes}`);
    if (!this.files.has(target)) return this.refuse(place, path, `the template has no file ${named} to include`);
    return this.file(target, path, from);
  }

  private refuse(place: Place, path: string, problem: string): undefined {
    this.problems.push({ ...place, path, problem });
  }
}

/** As an assignment would make it, also for the name `__proto__`. */
const plainField = { enumerable: true, writable: true, configurable: true } as const;

const placeAt = ({ file, lines }: { file: string; lines: LineCounter }, offset: number): Place => {
  const { line, col } = lines.linePos(offset);
  return { file, line, column: col };
};

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0));
