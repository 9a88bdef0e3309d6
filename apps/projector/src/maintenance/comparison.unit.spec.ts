import { describe, expect, it } from '@jest/globals';
import type { Document, ReadStore } from '@guildhall/read-store';
import { TornReads } from '../testing/torn-reads.suite.js';
import { positionOf } from '../testing/story.suite.js';
import { compareCopies } from './comparison.js';

const write = (store: ReadStore, ordinal: number, documents: readonly Document[]): Promise<void> => {
  const position = positionOf(ordinal);
  const upserts = documents.map((document) => ({ collection: 'copy', document, position }));
  const checkpoints = { copy: { position, ordinal, logId: 'log' } };
  return store.apply({ upserts, deletes: [], checkpoints, lease: 1 });
};
const side = (store: ReadStore) => ({ store, copy: 'copy' });
const nothing = (): Promise<void> => Promise.resolve();

describe('comparing two copies of a view', () => {
  it('finds equal ones equal', async () => {
    const [live, rebuilt] = [new TornReads(), new TornReads()];
    for (const store of [live, rebuilt])
      await write(store, 1, [
        { id: 'a', n: 1 },
        { id: 'b', n: 2 },
      ]);
    const comparison = await compareCopies({ live: side(live), rebuilt: side(rebuilt), advance: nothing });
    expect(comparison).toEqual({ documents: 2, differences: [] });
  });

  it('names what is missing on either side and what differs, also in the order of the fields', async () => {
    const [live, rebuilt] = [new TornReads(), new TornReads()];
    await write(live, 1, [{ id: 'a', n: 1 }, { id: 'c', x: 1, y: 2 }, { id: 'd' }]);
    await write(rebuilt, 1, [{ id: 'a', n: 2 }, { id: 'b' }, { id: 'c', y: 2, x: 1 }]);
    const { differences } = await compareCopies({ live: side(live), rebuilt: side(rebuilt), advance: nothing });
    expect(new Map(differences.map(({ id, kind }) => [id, kind]))).toEqual(
      new Map([
        ['a', 'different'],
        ['b', 'missing in live'],
        ['c', 'different'],
        ['d', 'missing in rebuild'],
      ]),
    );
  });

  it('takes no difference for one that is only the live copy going on', async () => {
    const [live, rebuilt] = [new TornReads(), new TornReads()];
    await write(live, 5, [{ id: 'a', n: 2 }, { id: 'b' }]);
    await write(rebuilt, 1, [{ id: 'a', n: 1 }]);
    const advanced: string[] = [];
    const advance = async (position: string): Promise<void> => {
      advanced.push(position);
      await write(rebuilt, 5, [{ id: 'a', n: 2 }, { id: 'b' }]);
    };
    const { differences } = await compareCopies({ live: side(live), rebuilt: side(rebuilt), advance });
    expect(differences).toEqual([]);
    expect(advanced).toContain(positionOf(5));
  });
});
