import type { TreeFact, WorkspaceCreatedData } from '@guildhall/contracts';
import { foldAll } from '../decider.js';
import { given } from '../testing/given.js';
import { treeDecider } from './tree.js';

const facts = (workspaceId: string, parentId: string | null = null): WorkspaceCreatedData => ({
  workspaceId,
  name: `Name of ${workspaceId}`,
  role: '',
  parentId,
  x: null,
  y: null,
  tier: 1,
  runtime: 'command',
  command: 'node agent.mjs',
  access: 'none',
  workspaceDir: null,
  model: null,
  tags: [],
});
const created = (id: string, parentId: string | null = null): TreeFact => ({
  type: 'WorkspaceCreated',
  data: facts(id, parentId),
});
const placed = (workspaceId: string, parentId: string | null, previousParentId: string | null): TreeFact => ({
  type: 'WorkspacePlaced',
  data: { workspaceId, parentId, previousParentId },
});
const removed = (workspaceId: string, count: number, removalId = 'removal-1'): TreeFact => ({
  type: 'WorkspaceRemoved',
  data: { workspaceId, removalId, count },
});
const restored = (workspaceId: string, parentId: string | null, count: number, removalId = 'removal-1'): TreeFact => ({
  type: 'WorkspaceRestored',
  data: { workspaceId, removalId, parentId, count },
});
const create = (id: string, parentId: string | null = null) => ({ type: 'create', ...facts(id, parentId) }) as const;
const place = (workspaceId: string, parentId: string | null) => ({ type: 'place', workspaceId, parentId }) as const;
const remove = (workspaceId: string, confirm = false) =>
  ({ type: 'remove', workspaceId, removalId: 'removal-1', confirm }) as const;
const restore = (workspaceId: string) => ({ type: 'restore', workspaceId }) as const;

/** lead ← coder ← helper, and tester at the top. */
const team = [created('lead'), created('coder', 'lead'), created('helper', 'coder'), created('tester')];
const chain = (length: number): TreeFact[] =>
  Array.from({ length }, (_, index) => created(`w${index + 1}`, index === 0 ? null : `w${index}`));

describe('creating a workspace', () => {
  it('records every fact given', () => {
    given(treeDecider).when(create('lead')).then(created('lead'));
    given(treeDecider, created('lead')).when(create('coder', 'lead')).then(created('coder', 'lead'));
  });

  it('is refused when the id is taken, the parent unknown or removed', () => {
    given(treeDecider, ...team)
      .when(create('lead'))
      .thenRefused('WORKSPACE_EXISTS', { id: 'lead' });
    given(treeDecider).when(create('coder', 'lead')).thenRefused('PARENT_NOT_FOUND', { id: 'lead' });
    given(treeDecider, ...team, removed('lead', 3))
      .when(create('new', 'lead'))
      .thenRefused('WORKSPACE_REMOVED', { id: 'lead' });
  });

  it('is refused below the deepest level', () => {
    given(treeDecider, ...chain(31))
      .when(create('w32', 'w31'))
      .then(created('w32', 'w31'));
    given(treeDecider, ...chain(32))
      .when(create('w33', 'w32'))
      .thenRefused('WORKSPACE_TOO_DEEP', { limit: 32 });
  });

  it('is refused when runtime and command, or access and folder, do not fit', () => {
    const tree = given(treeDecider);
    tree.when({ ...create('a'), runtime: 'langgraph' }).thenRefused('COMMAND_WITHOUT_RUNTIME');
    tree.when({ ...create('a'), command: null }).thenRefused('COMMAND_MISSING');
    tree.when({ ...create('a'), command: '  ' }).thenRefused('COMMAND_MISSING');
    tree.when({ ...create('a'), access: 'read_only' }).thenRefused('WORKSPACE_DIR_NEEDS_ACCESS');
    tree.when({ ...create('a'), workspaceDir: '/srv' }).thenRefused('WORKSPACE_DIR_NEEDS_ACCESS');
    const reading = { ...create('a'), access: 'read_only' } as const;
    tree.when({ ...reading, workspaceDir: 'srv' }).thenRefused('WORKSPACE_DIR_NEEDS_ACCESS');
    tree.when({ ...reading, workspaceDir: '/srv/../etc' }).thenRefused('WORKSPACE_DIR_NEEDS_ACCESS');
  });
});

describe('placing a workspace', () => {
  it('names the parent before, and the place only when it was given', () => {
    given(treeDecider, ...team)
      .when(place('coder', 'tester'))
      .then(placed('coder', 'tester', 'lead'));
    given(treeDecider, ...team)
      .when({ ...place('coder', null), x: 5, y: 6 })
      .then({
        type: 'WorkspacePlaced',
        data: { workspaceId: 'coder', parentId: null, previousParentId: 'lead', x: 5, y: 6 },
      });
  });

  it('is nothing below the same parent without a place', () => {
    given(treeDecider, ...team)
      .when(place('coder', 'lead'))
      .thenNothing();
  });

  it('is refused into itself and into its own team', () => {
    given(treeDecider, ...team)
      .when(place('lead', 'lead'))
      .thenRefused('WORKSPACE_CYCLE');
    given(treeDecider, ...team)
      .when(place('lead', 'helper'))
      .thenRefused('WORKSPACE_CYCLE');
  });

  it('is refused when anybody of the team would come below the deepest level', () => {
    given(treeDecider, ...chain(31), ...team)
      .when(place('coder', 'w31'))
      .thenRefused('WORKSPACE_TOO_DEEP', { depth: 33 });
    given(treeDecider, ...chain(30), ...team)
      .when(place('coder', 'w30'))
      .then(placed('coder', 'w30', 'lead'));
  });

  it('is refused for the unknown and the removed', () => {
    given(treeDecider, ...team)
      .when(place('nobody', null))
      .thenRefused('WORKSPACE_NOT_FOUND', { id: 'nobody' });
    given(treeDecider, ...team)
      .when(place('coder', 'nobody'))
      .thenRefused('PARENT_NOT_FOUND', { id: 'nobody' });
    const gone = given(treeDecider, ...team, removed('tester', 1));
    gone.when(place('tester', 'lead')).thenRefused('WORKSPACE_REMOVED', { id: 'tester' });
    gone.when(place('coder', 'tester')).thenRefused('WORKSPACE_REMOVED', { id: 'tester' });
  });
});

describe('removing a workspace', () => {
  it('takes its team only after a confirmation that shows the children', () => {
    given(treeDecider, ...team)
      .when(remove('tester'))
      .then(removed('tester', 1));
    given(treeDecider, ...team)
      .when(remove('lead'))
      .thenRefused('CONFIRMATION_REQUIRED', {
        children: [{ id: 'coder', name: 'Name of coder' }],
        children_count: 1,
      });
    given(treeDecider, ...team)
      .when(remove('lead', true))
      .then(removed('lead', 3));
  });

  it('counts as the team is now, without who left or was removed before', () => {
    given(treeDecider, ...team, placed('helper', 'tester', 'coder'))
      .when(remove('lead', true))
      .then(removed('lead', 2));
    given(treeDecider, ...team, removed('helper', 1, 'earlier'))
      .when(remove('coder'))
      .then(removed('coder', 1));
  });

  it('is refused for the unknown and a second time', () => {
    given(treeDecider).when(remove('nobody')).thenRefused('WORKSPACE_NOT_FOUND');
    given(treeDecider, ...team, removed('lead', 3))
      .when(remove('coder'))
      .thenRefused('WORKSPACE_REMOVED');
  });
});

describe('restoring a workspace', () => {
  it('brings back exactly those of that removal, to the old parent', () => {
    given(treeDecider, ...team, removed('helper', 1, 'earlier'), removed('coder', 1))
      .when(restore('coder'))
      .then(restored('coder', 'lead', 1));
    given(treeDecider, ...team, removed('lead', 3))
      .when(restore('lead'))
      .then(restored('lead', null, 3));
  });

  it('goes to another parent when one is named, also to the top', () => {
    const gone = given(treeDecider, ...team, removed('coder', 2));
    gone.when({ ...restore('coder'), parentId: 'tester' }).then(restored('coder', 'tester', 2));
    gone.when({ ...restore('coder'), parentId: null }).then(restored('coder', null, 2));
    gone.when({ ...restore('coder'), parentId: 'nobody' }).thenRefused('PARENT_NOT_FOUND');
    gone.when({ ...restore('coder'), parentId: 'helper' }).thenRefused('WORKSPACE_REMOVED');
  });

  it('is refused when the old parent is gone', () => {
    given(treeDecider, ...team, removed('helper', 1, 'earlier'), removed('lead', 2))
      .when(restore('helper'))
      .thenRefused('RESTORE_PARENT_GONE', { parentId: 'coder' });
  });

  it('is refused for a member of a removed team, for who is there, and for the unknown', () => {
    const gone = given(treeDecider, ...team, removed('lead', 3));
    gone.when(restore('helper')).thenRefused('RESTORE_NOT_ROOT', { id: 'helper', rootId: 'lead' });
    gone.when(restore('tester')).thenRefused('WORKSPACE_NOT_REMOVED', { id: 'tester' });
    gone.when(restore('nobody')).thenRefused('WORKSPACE_NOT_FOUND', { id: 'nobody' });
  });

  it('is refused where the team would come too deep', () => {
    given(treeDecider, ...chain(31), ...team, removed('coder', 2))
      .when({ ...restore('coder'), parentId: 'w31' })
      .thenRefused('WORKSPACE_TOO_DEEP');
  });
});

describe('the state of the tree', () => {
  const tree = foldAll(treeDecider, [...team, placed('helper', 'lead', 'coder'), removed('coder', 1)]);

  it('answers who is above and below whom', () => {
    expect(tree.ancestorsOf('helper')).toEqual(['lead']);
    expect(tree.childrenOf('lead')).toEqual(['helper']);
    expect(tree.childrenOf(null)).toEqual(['lead', 'tester']);
    expect(tree.descendantsOf('lead')).toEqual(['helper']);
    expect([tree.has('coder'), tree.isRemoved('coder'), tree.isRemoved('lead'), tree.has('nobody')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('knows the facts of the creation and the revision that last named each', () => {
    expect(tree.creationFacts('helper')).toEqual(facts('helper', 'coder'));
    expect(tree.creationFacts('nobody')).toBeUndefined();
    expect(['lead', 'helper', 'coder', 'nobody'].map((id) => tree.placementRevision(id))).toEqual([0, 4, 5, -1]);
  });
});

const purged = (workspaceId: string, root: string): TreeFact => ({
  type: 'WorkspacePurged',
  data: { workspaceId, root },
});
const purge = (workspaceId: string, confirm = true) => ({ ...remove(workspaceId, confirm), purge: true }) as const;

describe('purging a workspace', () => {
  it('removes it with everyone below it, also those who were removed before, children first', () => {
    given(treeDecider, ...team, removed('helper', 1, 'removal-0'))
      .when(purge('lead'))
      .then(removed('lead', 2), purged('helper', 'lead'), purged('coder', 'lead'), purged('lead', 'lead'));
  });

  it('asks before a team goes', () => {
    given(treeDecider, ...team)
      .when(purge('lead', false))
      .thenRefused('CONFIRMATION_REQUIRED');
  });

  it('drops what was removed before', () => {
    given(treeDecider, ...team, removed('helper', 1))
      .when(purge('helper'))
      .then(purged('helper', 'helper'));
  });

  it('leaves nothing that could be named again', () => {
    const gone = [...team, removed('helper', 1), purged('helper', 'helper')];
    given(treeDecider, ...gone)
      .when(purge('helper'))
      .thenRefused('WORKSPACE_NOT_FOUND');
    given(treeDecider, ...gone)
      .when(restore('helper'))
      .thenRefused('WORKSPACE_NOT_FOUND');
    given(treeDecider, ...gone)
      .when(create('helper'))
      .then(created('helper'));
  });
});
