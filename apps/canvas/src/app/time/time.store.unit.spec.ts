import { TestBed } from '@angular/core/testing';
import type { GraphState } from '@guildhall/contracts';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { NextFrame } from '../platform/next-frame.js';
import { PLATFORM } from '../platform/platform.js';
import { ManualFrame } from '../testing/instant-frame.js';
import { event, graphOf, position, workspace } from '../testing/samples.js';
import { TimeStore } from './time.store.js';

interface Asked {
  ordinal: number;
  answer(): Promise<void>;
  refuse(): Promise<void>;
}

const settled = async () => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};
const log = Array.from({ length: 9 }, (_, index) =>
  event(index + 1, 'WorkspaceRenamed', { workspaceId: 'a', name: `Name ${index + 1}`, previous: '' }),
);
const stateAt = (ordinal: number): GraphState => ({
  position: position(ordinal),
  ordinal,
  at: log[ordinal - 1]?.recordedAt ?? null,
  graph: graphOf(workspace('a', { name: `Name ${ordinal}` })),
});

const started = () => {
  const asked: Asked[] = [];
  const frame = new ManualFrame();
  const history = {
    state: ({ query: { ordinal = 0 } }: { query: { ordinal?: number } }) =>
      new Promise<GraphState>((resolve, reject) => {
        asked.push({
          ordinal,
          answer: () => (resolve(stateAt(ordinal)), settled()),
          refuse: () => (reject(new Error('refused')), settled()),
        });
      }),
    page: async ({ query: { up_to = 0 } }: { query: { up_to?: number } }) => ({
      items: log.filter(({ ordinal }) => ordinal <= up_to).reverse(),
      next: null,
    }),
    range: async () => ({ first: stateAt(1), last: stateAt(9), density: [] }),
  };
  TestBed.configureTestingModule({
    providers: [
      { provide: NextFrame, useValue: frame },
      { provide: PLATFORM, useValue: { history } },
    ],
  });
  const graph = TestBed.inject(OrgGraphStore);
  graph.startLive(graphOf(workspace('a', { name: 'Live' })), position(9));
  return { time: TestBed.inject(TimeStore), graph, asked, frame };
};

describe('TimeStore', () => {
  beforeEach(() => history.replaceState(null, '', '/'));

  it('prevents changes as soon as the past is requested', async () => {
    const { time, asked, graph } = started();
    expect(time.frozen()).toBeNull();
    time.goTo({ ordinal: 4 });
    expect(time.frozen()).toContain('past');
    await asked[0]?.answer();
    expect(time.moment()).toMatchObject({ ordinal: 4 });
    expect(graph.get('a')?.name).toBe('Name 4');
    expect(location.search).toBe('?at=4');
  });

  it('asks for one moment at a time, and then only for the newest', async () => {
    const { time, asked } = started();
    for (const ordinal of [2, 3, 4, 5]) time.goTo({ ordinal });
    expect(asked.map(({ ordinal }) => ordinal)).toEqual([2]);
    await asked[0]?.answer();
    expect(asked.map(({ ordinal }) => ordinal)).toEqual([2, 5]);
    await asked[1]?.answer();
    expect(time.moment()?.ordinal).toBe(5);
    expect(time.wanted()).toBeNull();
  });

  it('ignores an answer that comes after the return to live', async () => {
    const { time, asked, graph } = started();
    time.goTo({ ordinal: 2 });
    time.backToLive();
    await asked[0]?.answer();
    expect(time.moment()).toBeNull();
    expect(time.frozen()).toBeNull();
    expect(graph.get('a')?.name).toBe('Live');
    expect(location.search).toBe('');
  });

  it('stays where it is when a moment is refused, and says why', async () => {
    const { time, asked } = started();
    time.goTo({ ordinal: 2 });
    await asked[0]?.refuse();
    expect(time.problem()).toBeInstanceOf(Error);
    expect(time.isPast()).toBe(false);
  });

  it('steps forward by folding the next event itself, and back by asking', async () => {
    const { time, asked, graph, frame } = started();
    await time.loadRange();
    time.goTo({ ordinal: 4 });
    await asked[0]?.answer();
    await time.step(1);
    frame.draw();
    expect(time.moment()?.ordinal).toBe(5);
    expect(graph.get('a')?.name).toBe('Name 5');
    expect(asked).toHaveLength(1);
    void time.step(-1);
    expect(asked[1]?.ordinal).toBe(4);
  });
});
