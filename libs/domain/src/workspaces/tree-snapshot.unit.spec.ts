import type { TreeFact } from '@guildhall/contracts';
import fc from 'fast-check';
import { treeDecider, type TreeCommand } from './tree.js';
import { treeFromJson, treeToJson } from './tree-snapshot.js';
import { creationFacts, treeCommand, treeIds } from './tree-commands.suite.js';
import type { TreeState } from './tree-state.js';

const outcome = (state: TreeState, what: TreeCommand): TreeFact[] | string => {
  try {
    return treeDecider.decide(state, what);
  } catch (error) {
    return String(error);
  }
};

describe('a snapshot of the tree', () => {
  it('decides everything as the state it was made of', () => {
    fc.assert(
      fc.property(
        fc.array(treeCommand, { maxLength: 40 }),
        fc.array(treeCommand, { maxLength: 20 }),
        (before, after) => {
          let state = treeDecider.initialState();
          let revision = 0;
          const run = (what: TreeCommand) => {
            const decided = outcome(state, what);
            if (typeof decided === 'string') return decided;
            for (const fact of decided) {
              state = treeDecider.evolve(state, { ...fact, revision, eventId: `event-${revision}` });
              revision += 1;
            }
            return decided;
          };
          before.forEach(run);
          const copy = treeFromJson(JSON.parse(JSON.stringify(treeToJson(state))));
          let copied = copy;
          for (const what of after) {
            const expected = outcome(copied, what);
            const from = revision;
            expect(run(what)).toEqual(expected);
            if (typeof expected === 'string') continue;
            expected.forEach((fact, index) => {
              copied = treeDecider.evolve(copied, {
                ...fact,
                revision: from + index,
                eventId: `event-${from + index}`,
              });
            });
          }
          expect(treeToJson(copied)).toEqual(treeToJson(state));
        },
      ),
    );
  });

  it('does not change when the state goes on', () => {
    const state = treeDecider.initialState();
    const data = { workspaceId: 'a', name: 'a', parentId: null, ...creationFacts, tags: [] };
    treeDecider.evolve(state, { type: 'WorkspaceCreated', data, revision: 0 });
    const snapshot = treeToJson(state);
    const text = JSON.stringify(snapshot);
    treeDecider.evolve(state, {
      type: 'WorkspaceRemoved',
      data: { workspaceId: 'a', removalId: 'r', count: 1 },
      revision: 1,
    });
    expect(JSON.stringify(snapshot)).toBe(text);
  });
});

describe('whatever is accepted', () => {
  it('leaves a tree without cycles, with nobody below a removed workspace', () => {
    fc.assert(
      fc.property(fc.array(treeCommand, { maxLength: 60 }), (commands) => {
        const state = treeDecider.initialState();
        let revision = 0;
        for (const what of commands) {
          const decided = outcome(state, what);
          if (typeof decided === 'string') continue;
          for (const fact of decided)
            treeDecider.evolve(state, { ...fact, revision: revision++, eventId: `event-${revision}` });
        }
        for (const workspaceId of state.ids()) {
          expect(state.ancestorsOf(workspaceId).length).toBeLessThan(treeIds.length);
          if (!state.isRemoved(workspaceId))
            expect(state.ancestorsOf(workspaceId).some((above) => state.isRemoved(above))).toBe(false);
        }
      }),
    );
  });
});
