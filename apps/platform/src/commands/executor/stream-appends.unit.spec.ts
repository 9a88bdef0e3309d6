import type { NewEvent, Position } from '@guildhall/contracts';
import { WrongExpectedRevision, type EventStore, type ExpectedRevision } from '@guildhall/event-store';
import { newId } from '../ids.js';
import { StaleStateError, SharedAppends } from './stream-appends.js';

interface Sent {
  stream: string;
  names: string[];
  expected: ExpectedRevision;
  commit: (position: Position) => void;
  fail: (error: Error) => void;
}

const setUp = () => {
  const sent: Sent[] = [];
  const append = (stream: string, events: readonly NewEvent[], expected: ExpectedRevision) =>
    new Promise((resolve, reject) => {
      const names = events.map(({ data }) => String((data as { name: string }).name.slice(0, 1)));
      sent.push({ stream, names, expected, commit: (position) => resolve({ position, revision: 0 }), fail: reject });
    });
  return { sent, appends: new SharedAppends({ append } as unknown as EventStore) };
};
const event = (name: string): NewEvent =>
  ({ id: newId(), type: 'OrganisationRenamed', data: { name }, metadata: {} }) as unknown as NewEvent;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('appends to a store that other replicas write too', () => {
  it('has one under way for each stream; what comes meanwhile shares the next one', async () => {
    const { sent, appends } = setUp();
    const all = [
      appends.append('a', [event('1')], 'none'),
      appends.append('a', [event('2')], 0),
      appends.append('a', [event('3'), event('4')], 1),
      appends.append('b', [event('5')], 'none'),
    ];
    expect(sent.map(({ names }) => names)).toEqual([['1'], ['5']]);
    sent[0]?.commit('p1');
    await turn();
    expect(sent[2]).toMatchObject({ stream: 'a', names: ['2', '3', '4'], expected: 0 });
    sent[1]?.commit('p2');
    sent[2]?.commit('p5');
    expect((await Promise.all(all)).map(({ position }) => position)).toEqual(['p1', 'p5', 'p5', 'p2']);
  });

  it('sends none of what waited for an append that failed', async () => {
    const { sent, appends } = setUp();
    const first = appends.append('a', [event('1')], 4);
    const second = appends.append('a', [event('2')], 5);
    sent[0]?.fail(new WrongExpectedRevision('a', 4, 5));
    await expect(first).rejects.toBeInstanceOf(WrongExpectedRevision);
    await expect(second).rejects.toBeInstanceOf(StaleStateError);
    expect(sent).toHaveLength(1);
    void appends.append('a', [event('3')], 5);
    expect(sent[1]).toMatchObject({ names: ['3'], expected: 5 });
  });

  it('splits what would be too large for one append', async () => {
    const { sent, appends } = setUp();
    void appends.append('a', [event('1')], 'none');
    for (let number = 0; number < 20; number += 1) void appends.append('a', [event('x'.repeat(60_000))], number);
    sent[0]?.commit('p');
    await turn();
    expect(sent[1]?.names).toHaveLength(14);
    sent[1]?.commit('p');
    await turn();
    expect(sent[2]).toMatchObject({ expected: 14 });
    expect(sent[2]?.names).toHaveLength(6);
  });
});
