import { Lookups } from './lookups.js';

describe('lookups', () => {
  const documents = new Map([
    ['a', { id: 'a', n: 1 }],
    ['b', { id: 'b', n: 2 }],
  ]);
  let asked: string[];
  let answers: (() => void)[];
  let failure: Error | null;
  let lookups: Lookups;

  beforeEach(() => {
    [asked, answers, failure] = [[], [], null];
    lookups = new Lookups(async (collection, ids) => {
      asked.push(`${collection}: ${ids.join()}`);
      await new Promise<void>((resolve) => answers.push(resolve));
      if (failure !== null) throw failure;
      return documents;
    });
  });

  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const answer = async (): Promise<void> => {
    answers.shift()?.();
    await settled();
  };

  it('ask at once, and share the next command while one is under way', async () => {
    const first = lookups.get('people', 'a');
    await settled();
    const others = ['b', 'a', 'b', 'c'].map((id) => lookups.get('people', id));
    await settled();
    expect(asked).toEqual(['people: a']);
    await answer();
    expect(await first).toMatchObject({ n: 1 });
    expect(asked).toEqual(['people: a', 'people: b,a,c']);
    await answer();
    expect(await Promise.all(others)).toMatchObject([{ n: 2 }, { n: 1 }, { n: 2 }, null]);
  });

  it('do not wait for another collection', async () => {
    const both = [lookups.get('people', 'a'), lookups.get('teams', 'a')];
    await settled();
    expect(asked).toEqual(['people: a', 'teams: a']);
    await answer();
    await answer();
    await Promise.all(both);
  });

  it('pass a failure to those who asked, and go on', async () => {
    const lost = [lookups.get('people', 'a'), lookups.get('people', 'b')].map((one) =>
      expect(one).rejects.toThrow('away'),
    );
    await settled();
    const later = lookups.get('people', 'b');
    failure = new Error('away');
    await answer();
    await Promise.all(lost);
    failure = null;
    await answer();
    expect(await later).toMatchObject({ n: 2 });
  });
});
