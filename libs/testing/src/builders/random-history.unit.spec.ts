import { declarationOf, eventDeclarations, type RecordedEvent } from '@guildhall/contracts';
import { createGraphFold } from '@guildhall/org-graph';
import fc from 'fast-check';
import { randomHistory } from './random-history.js';
import { SeededRandom } from './seeded-random.js';

const graphOf = (events: readonly RecordedEvent[]) => {
  const fold = createGraphFold('default');
  for (const event of events) fold.apply(event);
  return fold.toGraph();
};

describe('a random history', () => {
  it('is the same for the same seed and another for another', () => {
    expect(randomHistory(7, 500)).toEqual(randomHistory(7, 500));
    expect(randomHistory(8, 500)).not.toEqual(randomHistory(7, 500));
  });

  it('has unique ids, growing positions and gap-free revisions in every stream', () => {
    const events = randomHistory(1, 2_000);
    expect(events).toHaveLength(2_000);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2_000);
    const revisions = new Map<string, number>();
    let position = '';
    for (const event of events) {
      expect(event.position > position).toBe(true);
      position = event.position;
      expect(event.revision).toBe((revisions.get(event.stream) ?? -1) + 1);
      revisions.set(event.stream, event.revision);
    }
  });

  it('has every event type that changes the graph', () => {
    const seen = new Set(randomHistory(3, 30_000).map(({ type }) => type));
    const declared = Object.values(eventDeclarations).filter(({ foldsGraph }) => foldsGraph);
    expect(declared.filter(({ type }) => !seen.has(type)).map(({ type }) => type)).toEqual([]);
  });

  it('has undone changes that name the event they take back', () => {
    const events = randomHistory(4, 5_000);
    const ids = new Set(events.map(({ id }) => id));
    const undone = events.flatMap(({ metadata }) => (metadata.undoes === undefined ? [] : [metadata.undoes]));
    expect(undone.length).toBeGreaterThan(10);
    expect(undone.every((id) => ids.has(id))).toBe(true);
  });
});

describe('the graph of a random history', () => {
  it('is the same in one piece and when loaded from JSON anywhere and continued', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 0, max: 400 }),
        (seed, size, cut) => {
          const events = randomHistory(seed, size, { workspaces: 40 });
          const before = graphOf(events.slice(0, cut));
          const continued = createGraphFold('default', JSON.parse(JSON.stringify(before)));
          for (const event of events.slice(cut)) continued.apply(event);
          expect(JSON.stringify(continued.toGraph())).toBe(JSON.stringify(graphOf(events)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never changes a graph that was handed out, and keeps what did not change', () => {
    const fold = createGraphFold('default');
    const random = new SeededRandom(5);
    let graph = fold.toGraph();
    let text = JSON.stringify(graph);
    const changed = new Set<string>();
    for (const event of randomHistory(5, 3_000)) {
      for (const id of fold.apply(event)) changed.add(id);
      if (!random.chance(0.05)) continue;
      expect(JSON.stringify(graph)).toBe(text);
      const next = fold.toGraph();
      const byId = new Map(next.workspaces.map((workspace) => [workspace.id, workspace]));
      for (const workspace of graph.workspaces)
        if (!changed.has(workspace.id)) expect(byId.get(workspace.id)).toBe(workspace);
      changed.clear();
      graph = next;
      text = JSON.stringify(graph);
    }
  });

  it('changes only by events that say so', () => {
    const fold = createGraphFold('default');
    for (const event of randomHistory(6, 5_000)) {
      const changed = fold.apply(event);
      if (changed.length > 0) expect([event.type, declarationOf(event.type)?.foldsGraph]).toEqual([event.type, true]);
    }
  });
});
