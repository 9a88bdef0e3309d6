import type { Place } from './problem-list.js';

/**
 * Where each part of a text stands, as a tree: a path for each part would be as long as all keys above it together,
 * for each of a hundred thousand parts.
 */
export class PlaceTree {
  value: Place | null = null;
  /** Of the key that holds it; null: nothing does. */
  key: Place | null = null;
  /** By `[0]` or `.name`. */
  private readonly parts = new Map<string, PlaceTree>();
  /** Of the names of the parts: only prefixes of these lengths are looked up. */
  private readonly lengths = new Set<number>();

  constructor(
    private readonly above: PlaceTree | null = null,
    private readonly name = '',
  ) {}

  /** As `workspaces[0].name`. */
  get path(): string {
    const names: string[] = [];
    for (let at: PlaceTree | null = this; at !== null; at = at.above) names.unshift(at.name);
    return names.join('').replace(/^\./, '');
  }

  item(index: number): PlaceTree {
    return this.part(`[${index}]`);
  }

  field(name: string): PlaceTree {
    return this.part(`.${name}`);
  }

  /** Of a path below this one; the nearest that is known where nothing stands. */
  find(path: string, of: 'key' | 'value'): Place | null {
    let found = this.value;
    let at: PlaceTree | undefined = this;
    for (let rest = path === '' || path.startsWith('[') ? path : `.${path}`; rest !== '';) {
      const name: string | undefined = at.firstIn(rest);
      at = name === undefined ? undefined : at.parts.get(name);
      if (name === undefined || at === undefined) return found;
      rest = rest.slice(name.length);
      found = (of === 'key' && rest === '' ? at.key : null) ?? at.value ?? at.key ?? found;
    }
    return found;
  }

  /** The longest part that a path begins with: keys can have dots in them. */
  private firstIn(path: string): string | undefined {
    let found: string | undefined;
    for (const length of this.lengths) {
      const isEnd = length === path.length || path[length] === '.' || path[length] === '[';
      if (!isEnd || length < (found?.length ?? 0)) continue;
      const name = path.slice(0, length);
      if (this.parts.has(name)) found = name;
    }
    return found;
  }

  private part(name: string): PlaceTree {
    const known = this.parts.get(name);
    if (known !== undefined) return known;
    const made = new PlaceTree(this, name);
    this.parts.set(name, made);
    this.lengths.add(name.length);
    return made;
  }
}
