import type { GraphWorkspace, OrgGraph } from '@guildhall/contracts';
import { subtreeOf, visibleWorkspaces } from './queries.js';

const workspace = (id: string, parentId: string | null, removalId?: string): GraphWorkspace => ({
  id,
  name: id,
  role: '',
  parentId,
  x: null,
  y: null,
  collapsed: false,
  tier: 1,
  runtime: 'command',
  backend: null,
  model: null,
  access: 'none',
  tags: [],
  template: null,
  createdAt: '2026-11-23T10:00:00.000Z',
  status: 'online',
  cause: null,
  since: '2026-11-23T10:00:00.000Z',
  failure: null,
  task: null,
  queued: 0,
  waitingApprovals: 0,
  incarnation: 0,
  restartDue: [],
  removed: removalId === undefined ? null : { removalId, at: '2026-11-23T10:00:00.000Z' },
  detailsRevision: 0,
});
const graph: OrgGraph = {
  org: 'default',
  foldVersion: 4,
  workspaces: [
    workspace('a', 'b'),
    workspace('b', null),
    workspace('c', 'a'),
    workspace('d', 'b', 'r1'),
    workspace('e', 'd', 'r1'),
    workspace('f', 'd', 'r0'),
    workspace('g', null),
  ],
  edges: [],
};
const idsOf = (workspaces: readonly GraphWorkspace[]) => workspaces.map(({ id }) => id);

it('shows who is not removed', () => expect(idsOf(visibleWorkspaces(graph))).toEqual(['a', 'b', 'c', 'g']));

describe('a subtree', () => {
  it('begins with its root, parents before children, without removed ones', () => {
    expect(idsOf(subtreeOf(graph, 'b'))).toEqual(['b', 'a', 'c']);
    expect(idsOf(subtreeOf(graph, 'g'))).toEqual(['g']);
  });

  it('of a removed workspace is what went with it', () => {
    expect(idsOf(subtreeOf(graph, 'd'))).toEqual(['d', 'e']);
  });

  it('of an unknown workspace is empty', () => expect(subtreeOf(graph, 'z')).toEqual([]));
});
