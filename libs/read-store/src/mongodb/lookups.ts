import type { Document } from '../port.js';

/** Documents by id; those that are not there are left out. */
type Fetch = (collection: string, ids: readonly string[]) => Promise<ReadonlyMap<string, Document>>;

interface Lane {
  /** Of the next command; null: nobody waits for one. */
  ids: Set<string>;
  next: Promise<ReadonlyMap<string, Document>> | null;
  /** Settles with the command that is under way; never rejects. */
  current: Promise<unknown>;
}

/**
 * Looks up single documents with one command at a time for each collection: what is asked meanwhile shares the next one.
 * A document is never older than the question for it, because a command that is under way takes no more questions.
 */
export class Lookups {
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly fetch: Fetch) {}

  async get(collection: string, id: string): Promise<Document | null> {
    const lane = this.laneOf(collection);
    lane.ids.add(id);
    lane.next ??= lane.current.then(() => this.ask(collection, lane));
    return (await lane.next).get(id) ?? null;
  }

  private ask(collection: string, lane: Lane): Promise<ReadonlyMap<string, Document>> {
    const ids = [...lane.ids];
    lane.ids = new Set();
    lane.next = null;
    const asked = this.fetch(collection, ids);
    lane.current = asked.catch(() => undefined);
    return asked;
  }

  private laneOf(collection: string): Lane {
    const known = this.lanes.get(collection);
    if (known !== undefined) return known;
    const lane: Lane = { ids: new Set(), next: null, current: Promise.resolve() };
    this.lanes.set(collection, lane);
    return lane;
  }
}
