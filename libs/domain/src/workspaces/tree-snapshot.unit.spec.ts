import type { TreeFact } from '@guildhall/contracts';
import fc from 'fast-check';
import { treeDecider, type TreeCommand } from './tree.js';
import { treeFromJson, treeToJson } from './tree-snapshot.js';
import type { TreeState } from './tree-state.js';

const ids = ['a', 'b', 'c', 'd', 'e'];
const id = fc.constantFrom(...ids);
const parentId = fc.option(id);
const eventId = fc.integer({ min: 0, max: 40 }).map((revision) => `event-${revision}`);
const facts = {
  role: '',
  x: null,
  y: null,
  tier: 1,
  runtime: 'external',
  command: null,
  access: 'none',
  workspaceDir: null,
  model: null,
  tags: [],
} as const;

const command: fc.Arbitrary<TreeCommand> = fc.oneof(
  fc
    .record({ workspaceId: id, parentId })
    .map((given) => ({ type: 'create' as const, name: given.workspaceId, ...facts, tags: [], ...given })),
  fc.record({ type: fc.constant('place' as const), workspaceId: id, parentId }),
  fc.record({ type: fc.constant('remove' as const), workspaceId: id, removalId: eventId, confirm: fc.boolean() }),
  fc.record({ type: fc.constant('restore' as const), workspaceId: id }),
  fc.record({ type: fc.constant('undo' as const), workspaceId: id, eventId, removalId: eventId }),
);

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
      fc.property(fc.array(command, { maxLength: 40 }), fc.array(command, { maxLength: 20 }), (before, after) => {
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
            copied = treeDecider.evolve(copied, { ...fact, revision: from + index, eventId: `event-${from + index}` });
          });
        }
        expect(treeToJson(copied)).toEqual(treeToJson(state));
      }),
    );
  });

  it('does not change when the state goes on', () => {
    const state = treeDecider.initialState();
    const data = { workspaceId: 'a', name: 'a', parentId: null, ...facts, tags: [] };
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
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const state = treeDecider.initialState();
        let revision = 0;
        for (const what of commands) {
          const decided = outcome(state, what);
          if (typeof decided === 'string') continue;
          for (const fact of decided)
            treeDecider.evolve(state, { ...fact, revision: revision++, eventId: `event-${revision}` });
        }
        for (const workspaceId of state.ids()) {
          expect(state.ancestorsOf(workspaceId).length).toBeLessThan(ids.length);
          if (!state.isRemoved(workspaceId))
            expect(state.ancestorsOf(workspaceId).some((above) => state.isRemoved(above))).toBe(false);
        }
      }),
    );
  });
});
