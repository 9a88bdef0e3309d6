/** What a state needs of a map. A `Map` is one; no value is `undefined`. */
export interface Table<Key, Value> {
  readonly size: number;
  get(key: Key): Value | undefined;
  has(key: Key): boolean;
  set(key: Key, value: Value): unknown;
  delete(key: Key): boolean;
  keys(): Iterable<Key>;
  values(): Iterable<Value>;
}

/**
 * A map over another one that it never changes: it holds only what differs, so making one costs nothing. Keys come in
 * the order in which a `Map` would give them.
 */
export class LayeredMap<Key, Value> implements Table<Key, Value> {
  private readonly own = new Map<Key, Value>();
  /** Keys of the base that were deleted; one that was set again comes last. */
  private readonly deleted = new Set<Key>();

  constructor(private readonly base: Table<Key, Value>) {}

  get size(): number {
    let size = this.base.size - this.deleted.size;
    for (const key of this.own.keys()) if (!this.shadows(key)) size += 1;
    return size;
  }

  get(key: Key): Value | undefined {
    return this.own.get(key) ?? (this.deleted.has(key) ? undefined : this.base.get(key));
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined;
  }

  set(key: Key, value: Value): this {
    this.own.set(key, value);
    return this;
  }

  delete(key: Key): boolean {
    const wasThere = this.has(key);
    this.own.delete(key);
    if (this.base.has(key)) this.deleted.add(key);
    return wasThere;
  }

  *keys(): Iterable<Key> {
    for (const key of this.base.keys()) if (!this.deleted.has(key)) yield key;
    for (const key of this.own.keys()) if (!this.shadows(key)) yield key;
  }

  *values(): Iterable<Value> {
    for (const key of this.keys()) yield this.get(key) as Value;
  }

  /** Does the key stand where the base has it? */
  private shadows(key: Key): boolean {
    return !this.deleted.has(key) && this.base.has(key);
  }
}

/** An empty map, or a layer over `base`. */
export const tableOver = <Key, Value>(base: Table<Key, Value> | undefined): Table<Key, Value> =>
  base === undefined ? new Map<Key, Value>() : new LayeredMap(base);
