import type { Position } from '@guildhall/contracts';
import type { Document, ReadStore } from '@guildhall/read-store';

export interface Difference {
  id: string;
  kind: 'missing in live' | 'missing in rebuild' | 'different';
}
export interface ComparedCopies {
  live: { store: ReadStore; copy: string };
  rebuilt: { store: ReadStore; copy: string };
  /** Takes the rebuilt copy to a later place of the log. */
  advance: (position: Position) => Promise<void>;
}
export interface Comparison {
  documents: number;
  differences: Difference[];
}

const pageSize = 1_000;
const tries = 50;

/**
 * Compares two copies of a view byte by byte while the live one advances. What differs at first is compared
 * again at equal positions: only a difference that stays is one.
 */
export const compareCopies = async (copies: ComparedCopies): Promise<Comparison> => {
  const { documents, suspects } = await firstLook(copies);
  const differences: Difference[] = [];
  for (const id of suspects) {
    const difference = await secondLook(copies, id);
    if (difference !== null) differences.push(difference);
  }
  return { documents, differences };
};

const firstLook = async ({ live, rebuilt }: ComparedCopies): Promise<{ documents: number; suspects: string[] }> => {
  const suspects = new Set<string>();
  let documents = 0;
  let found = 0;
  for await (const page of pages(rebuilt)) {
    const others = await live.store.getMany(
      live.copy,
      page.map((document) => document.id),
    );
    documents += page.length;
    found += others.filter((other) => other !== null).length;
    page.forEach((document, index) => {
      if (!same(document, others[index] ?? null)) suspects.add(document.id);
    });
  }
  if ((await live.store.count(live.copy, {})) !== found) {
    for await (const page of pages(live)) {
      const ids = page.map((document) => document.id);
      const others = await rebuilt.store.getMany(rebuilt.copy, ids);
      ids.forEach((id, index) => others[index] ?? suspects.add(id));
    }
  }
  return { documents, suspects: [...suspects] };
};

/** A live document that is the same before and after reading the place is the document at that place. */
const secondLook = async (copies: ComparedCopies, id: string): Promise<Difference | null> => {
  const { live, rebuilt, advance } = copies;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const before = await live.store.get(live.copy, id);
    const place = (await live.store.places()).get(live.copy);
    if (place === undefined) throw new Error(`the live copy ${live.copy} has no checkpoint`);
    const after = await live.store.get(live.copy, id);
    if (!same(before, after)) continue;
    await advance(place.position);
    const copy = await rebuilt.store.get(rebuilt.copy, id);
    if (same(copy, before)) return null;
    if (copy === null) return { id, kind: 'missing in rebuild' };
    return { id, kind: before === null ? 'missing in live' : 'different' };
  }
  throw new Error(`${id} changes too fast to be compared; try again when there is less to do`);
};

async function* pages({ store, copy }: { store: ReadStore; copy: string }): AsyncIterable<Document[]> {
  let after: string | null = null;
  do {
    const page = await store.find(copy, {}, { limit: pageSize, ...(after === null ? {} : { after }) });
    yield page.items;
    after = page.next;
  } while (after !== null);
}

const same = (one: Document | null, other: Document | null): boolean => JSON.stringify(one) === JSON.stringify(other);
