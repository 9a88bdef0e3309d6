import type { TreeFact } from '@guildhall/contracts';
import { given, type GivenEvent } from '../testing/given.js';
import { creationFacts } from './tree-commands.suite.js';
import { treeDecider } from './tree.js';

const created = (workspaceId: string, parentId: string | null = null, at: number | null = null): TreeFact => ({
  type: 'WorkspaceCreated',
  data: {
    ...creationFacts,
    tags: [],
    workspaceId,
    name: workspaceId,
    parentId,
    x: at,
    y: at,
  },
});
const placed = (
  workspaceId: string,
  parentId: string | null,
  previousParentId: string | null,
  at?: number,
): TreeFact => ({
  type: 'WorkspacePlaced',
  data: { workspaceId, parentId, previousParentId, ...(at === undefined ? {} : { x: at, y: at }) },
});
const removed = (workspaceId: string, count: number, removalId = 'removal-1'): TreeFact => ({
  type: 'WorkspaceRemoved',
  data: { workspaceId, removalId, count },
});
const restored = (workspaceId: string, parentId: string | null, count: number): TreeFact => ({
  type: 'WorkspaceRestored',
  data: { workspaceId, removalId: 'removal-1', parentId, count },
});
const event = (fact: TreeFact, eventId: string): GivenEvent<TreeFact> => ({ ...fact, eventId });
const undo = (workspaceId: string, eventId: string) =>
  ({ type: 'undo', workspaceId, eventId, removalId: 'removal-2' }) as const;

const team = [created('lead'), created('coder', 'lead', 7), created('tester')];

describe('taking back a placement', () => {
  it('brings the workspace to the parent before', () => {
    given(treeDecider, ...team, event(placed('coder', 'tester', 'lead'), 'p1'))
      .when(undo('coder', 'p1'))
      .then({ ...placed('coder', 'lead', 'tester'), undoes: 'p1' });
  });

  it('also to the place before when the placement gave one', () => {
    given(treeDecider, ...team, event(placed('coder', 'tester', 'lead', 50), 'p1'))
      .when(undo('coder', 'p1'))
      .then({ ...placed('coder', 'lead', 'tester', 7), undoes: 'p1' });
  });

  it('can be taken back itself', () => {
    given(
      treeDecider,
      ...team,
      event(placed('coder', 'tester', 'lead'), 'p1'),
      event(placed('coder', 'lead', 'tester'), 'p2'),
    )
      .when(undo('coder', 'p2'))
      .then({ ...placed('coder', 'tester', 'lead'), undoes: 'p2' });
  });

  it('is refused after a later placement, or a restoration elsewhere', () => {
    given(
      treeDecider,
      ...team,
      event(placed('coder', 'tester', 'lead'), 'p1'),
      event(placed('coder', null, 'tester'), 'p2'),
    )
      .when(undo('coder', 'p1'))
      .thenRefused('UNDO_SUPERSEDED');
    given(
      treeDecider,
      ...team,
      event(placed('coder', 'tester', 'lead'), 'p1'),
      removed('coder', 1),
      restored('coder', null, 1),
    )
      .when(undo('coder', 'p1'))
      .thenRefused('UNDO_SUPERSEDED');
  });

  it('follows the rules of placing', () => {
    given(treeDecider, ...team, event(placed('coder', 'tester', 'lead'), 'p1'), removed('lead', 1))
      .when(undo('coder', 'p1'))
      .thenRefused('WORKSPACE_REMOVED', { id: 'lead' });
    given(treeDecider, ...team, event(placed('coder', null, 'lead'), 'p1'), placed('lead', 'coder', null))
      .when(undo('coder', 'p1'))
      .thenRefused('WORKSPACE_CYCLE');
  });
});

describe('taking back what brought or took a workspace', () => {
  it('restores what was removed', () => {
    given(treeDecider, ...team, event(removed('lead', 2), 'r1'))
      .when(undo('lead', 'r1'))
      .then({ ...restored('lead', null, 2), undoes: 'r1' });
  });

  it('removes what was created, unless a team has grown below it', () => {
    given(treeDecider, event(created('lead'), 'c1'))
      .when(undo('lead', 'c1'))
      .then({ ...removed('lead', 1, 'removal-2'), undoes: 'c1' });
    given(treeDecider, event(created('lead'), 'c1'), created('coder', 'lead'))
      .when(undo('lead', 'c1'))
      .thenRefused('UNDO_SUPERSEDED');
  });

  it('removes what was restored, unless its team has changed', () => {
    const back = [...team, removed('lead', 2), event(restored('lead', null, 2), 's1')];
    given(treeDecider, ...back)
      .when(undo('lead', 's1'))
      .then({ ...removed('lead', 2, 'removal-2'), undoes: 's1' });
    given(treeDecider, ...back, placed('coder', null, 'lead'))
      .when(undo('lead', 's1'))
      .thenRefused('UNDO_SUPERSEDED');
  });

  it('is refused after a later removal or restoration', () => {
    given(treeDecider, event(created('lead'), 'c1'), event(removed('lead', 1), 'r1'))
      .when(undo('lead', 'c1'))
      .thenRefused('UNDO_SUPERSEDED');
    given(treeDecider, created('lead'), event(removed('lead', 1), 'r1'), restored('lead', null, 1))
      .when(undo('lead', 'r1'))
      .thenRefused('UNDO_SUPERSEDED');
  });

  it('is refused for an event of nobody, of another workspace, and of an unknown workspace', () => {
    given(treeDecider, ...team)
      .when(undo('lead', 'elsewhere'))
      .thenRefused('UNDO_UNKNOWN', { eventId: 'elsewhere' });
    given(treeDecider, ...team, event(placed('coder', 'tester', 'lead'), 'p1'))
      .when(undo('lead', 'p1'))
      .thenRefused('UNDO_UNKNOWN');
    given(treeDecider, ...team)
      .when(undo('nobody', 'p1'))
      .thenRefused('UNDO_UNKNOWN');
  });
});
