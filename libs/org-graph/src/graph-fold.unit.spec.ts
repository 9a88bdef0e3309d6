import { eventDeclarations, type AnyFact, type GraphWorkspace } from '@guildhall/contracts';
import { graphFolds } from './graph-events.js';
import { createGraphFold, graphFoldVersion, resumeGraphFold, type GraphFold } from './graph-fold.js';

const at = (second: number): string => `2026-11-23T10:00:${String(second).padStart(2, '0')}.000Z`;
const created = (workspaceId: string, parentId: string | null = null, runtime = 'command'): AnyFact => ({
  type: 'WorkspaceCreated',
  data: {
    workspaceId,
    name: workspaceId,
    role: 'Works',
    parentId,
    x: 1,
    y: 2,
    tier: 1,
    runtime,
    command: null,
    access: 'none',
    workspaceDir: null,
    model: null,
    tags: ['blue'],
  },
});
/** Applies facts one second apart, from 10:00:00 on. */
const foldedFrom = (fold: GraphFold, facts: readonly AnyFact[]): GraphFold => {
  facts.forEach((fact, second) => fold.apply({ ...fact, recordedAt: at(second) }));
  return fold;
};
const folded = (...facts: AnyFact[]): GraphFold => foldedFrom(createGraphFold('default'), facts);
const one = (...facts: AnyFact[]): GraphWorkspace | undefined => folded(created('a'), ...facts).get('a');
const team = [created('lead'), created('coder', 'lead'), created('helper', 'coder'), created('other')];

describe('the graph', () => {
  it('has its keys in the declared order and its workspaces by id', () => {
    const graph = folded(created('b'), created('a', 'b')).toGraph();
    expect(Object.keys(graph)).toEqual(['org', 'foldVersion', 'workspaces', 'edges']);
    expect(graph).toMatchObject({ org: 'default', foldVersion: graphFoldVersion, edges: [] });
    expect(graph.workspaces.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(JSON.stringify(graph.workspaces[0])).toBe(
      JSON.stringify({
        id: 'a',
        name: 'a',
        role: 'Works',
        parentId: 'b',
        x: 1,
        y: 2,
        tier: 1,
        runtime: 'command',
        model: null,
        access: 'none',
        tags: ['blue'],
        collapsed: false,
        backend: null,
        template: null,
        createdAt: at(1),
        status: 'provisioning',
        cause: { code: 'created' },
        since: at(1),
        failure: null,
        task: null,
        queued: 0,
        waitingApprovals: 0,
        incarnation: 0,
        restartDue: [],
        removed: null,
        detailsRevision: 0,
      }),
    );
  });

  it('stops loudly at a type that nobody declared', () => {
    const unknown = { type: 'WorkspaceTeleported', data: {}, recordedAt: at(0) };
    expect(() => folded().apply(unknown)).toThrow('WorkspaceTeleported');
    expect(() => folded().apply({ ...unknown, type: 'toString' })).toThrow('toString');
  });

  it('is not continued from another fold version', () => {
    expect(() => createGraphFold('default', { ...folded().toGraph(), foldVersion: 0 })).toThrow('fold version 0');
  });

  it('is not changed by facts about a workspace that was never created', () => {
    expect(folded().apply({ type: 'TeamCollapsed', data: { workspaceId: 'a' }, recordedAt: at(0) })).toEqual([]);
    expect(folded({ type: 'WorkspaceRemoved', data: { workspaceId: 'a', removalId: 'r', count: 1 } }).size).toBe(0);
  });

  it('takes its time from recorded and from shown events alike', () => {
    const { type, data } = created('a');
    const fold = createGraphFold('default');
    expect(fold.apply({ type, data, metadata: { recordedAt: at(7) } })).toEqual(['a']);
    expect(fold.get('a')?.since).toBe(at(7));
  });

  it('folds exactly the declared types that say so', () => {
    const folding = Object.values(eventDeclarations).filter(({ foldsGraph }) => foldsGraph);
    expect(Object.keys(graphFolds).sort()).toEqual(folding.map(({ type }) => type).sort());
  });
});

describe('what was handed out', () => {
  it('stays as it is, and stays the same object while nothing changes', () => {
    const fold = folded(...team);
    const before = fold.toGraph();
    const text = JSON.stringify(before);
    const lead = fold.get('lead');
    fold.apply({ type: 'TeamCollapsed', data: { workspaceId: 'lead' }, recordedAt: at(9) });
    fold.apply({
      type: 'WorkspacePlaced',
      data: { workspaceId: 'coder', parentId: 'other', previousParentId: 'lead' },
      recordedAt: at(9),
    });
    expect(JSON.stringify(before)).toBe(text);
    expect(lead?.collapsed).toBe(false);
    const after = fold.toGraph();
    const same = after.workspaces.filter((workspace, index) => workspace === before.workspaces[index]);
    expect(same.map(({ id }) => id)).toEqual(['helper', 'other']);
  });
});

describe('facts of a workspace', () => {
  it.each<[AnyFact, Partial<GraphWorkspace>]>([
    [{ type: 'WorkspaceRenamed', data: { workspaceId: 'a', name: 'New', previous: 'a' } }, { name: 'New' }],
    [{ type: 'RoleAssigned', data: { workspaceId: 'a', role: 'Leads', previous: 'Works' } }, { role: 'Leads' }],
    [{ type: 'TierChosen', data: { workspaceId: 'a', tier: 3, previous: 1 } }, { tier: 3 }],
    [{ type: 'ModelChosen', data: { workspaceId: 'a', model: 'large', previous: null } }, { model: 'large' }],
    [
      {
        type: 'AccessChosen',
        data: {
          workspaceId: 'a',
          access: 'read_only',
          workspaceDir: '/srv',
          previous: { access: 'none', workspaceDir: null },
        },
      },
      { access: 'read_only' },
    ],
    [
      { type: 'WorkspaceMoved', data: { workspaceId: 'a', x: 5, y: 6, previous: { x: 1, y: 2 } } },
      { x: 5, y: 6 },
    ],
    [{ type: 'TeamCollapsed', data: { workspaceId: 'a' } }, { collapsed: true }],
    [{ type: 'WorkspaceTagged', data: { workspaceId: 'a', tags: ['red'], previous: ['blue'] } }, { tags: ['red'] }],
    [
      {
        type: 'RuntimeChosen',
        data: { workspaceId: 'a', runtime: 'external', command: null, previous: { runtime: 'command', command: 'x' } },
      },
      { runtime: 'external', backend: 'external' },
    ],
  ])('%j', (fact, expected) => {
    expect(one(fact)).toMatchObject(expected);
  });

  it('are taken back by the opposite', () => {
    expect(
      one(
        { type: 'TeamCollapsed', data: { workspaceId: 'a' } },
        { type: 'TeamUncollapsed', data: { workspaceId: 'a' } },
      )?.collapsed,
    ).toBe(false);
    const chosen: AnyFact = {
      type: 'RuntimeChosen',
      data: { workspaceId: 'a', runtime: 'command', command: 'x', previous: { runtime: 'external', command: null } },
    };
    expect(folded(created('a', null, 'external'), chosen).get('a')?.backend).toBeNull();
  });

  it('keep the backend when one runtime of ours follows another', () => {
    const requested: AnyFact = {
      type: 'ProvisioningRequested',
      data: {
        workspaceId: 'a',
        incarnation: 1,
        backend: 'process',
        runtime: 'command',
        reason: 'created',
        notBefore: null,
      },
    };
    const chosen: AnyFact = {
      type: 'RuntimeChosen',
      data: { workspaceId: 'a', runtime: 'langgraph', command: null, previous: { runtime: 'command', command: 'x' } },
    };
    expect(one(requested, chosen)).toMatchObject({ runtime: 'langgraph', backend: 'process' });
  });
});

describe('details', () => {
  const chosen: AnyFact = {
    type: 'AccessChosen',
    data: {
      workspaceId: 'a',
      access: 'read_only',
      workspaceDir: '/srv',
      previous: { access: 'none', workspaceDir: null },
    },
  };
  const program: AnyFact = {
    type: 'RuntimeChosen',
    data: { workspaceId: 'a', runtime: 'command', command: 'new', previous: { runtime: 'command', command: 'x' } },
  };

  it('follow the workspace beside its node, which counts their changes', () => {
    const fold = folded(created('a'), chosen, program);
    expect(fold.details('a')).toEqual({ command: 'new', folder: '/srv', grants: [], words: null });
    expect(fold.get('a')?.detailsRevision).toBe(2);
    expect(fold.details('nowhere')).toBeUndefined();
    expect(JSON.stringify(fold.toGraph())).not.toContain('/srv');
  });

  it('hold what an agent said of its failure', () => {
    const words = { digest: 'd', keyId: 'k', size: 1, mediaType: 'text/plain' };
    const cause = { code: 'START_FAILED' };
    const failed = { type: 'ProvisioningFailed', data: { workspaceId: 'a', incarnation: 1, cause, words } } as const;
    const fold = folded(created('a'), failed);
    expect(fold.details('a')?.words).toEqual({ of: 'START_FAILED', ref: words });
    expect(fold.get('a')).toMatchObject({ status: 'failed', cause, failure: 'START_FAILED', detailsRevision: 1 });
  });

  it('are saved with the graph and continued from there', () => {
    const fold = folded(created('a'), created('b', 'a'), chosen);
    const saved = JSON.stringify(fold.save());
    const resumed = resumeGraphFold(JSON.parse(saved));
    fold.apply({ ...program, recordedAt: at(50) });
    resumed.apply({ ...program, recordedAt: at(50) });
    expect(JSON.stringify(resumed.save())).toBe(JSON.stringify(fold.save()));
    expect(JSON.parse(saved).details.a).toEqual(expect.objectContaining({ folder: '/srv' }));
  });

  it('count the same in a fold that was given the graph alone', () => {
    const fold = createGraphFold('acme', folded(created('a')).toGraph());
    fold.apply({ ...chosen, recordedAt: at(50) });
    expect(fold.get('a')?.detailsRevision).toBe(1);
  });

  it('go with a purged workspace', () => {
    const fold = folded(created('a'), chosen, { type: 'WorkspacePurged', data: { workspaceId: 'a', root: 'a' } });
    expect(fold.save().details).toEqual({});
  });
});

describe('structure', () => {
  const remove = (workspaceId: string, removalId: string, count: number): AnyFact => ({
    type: 'WorkspaceRemoved',
    data: { workspaceId, removalId, count },
  });
  const restore = (workspaceId: string, removalId: string, parentId: string | null): AnyFact => ({
    type: 'WorkspaceRestored',
    data: { workspaceId, removalId, parentId, count: 1 },
  });
  const place = (workspaceId: string, parentId: string | null, where = {}): AnyFact => ({
    type: 'WorkspacePlaced',
    data: { workspaceId, parentId, previousParentId: null, ...where },
  });

  it('changes by a placement, and the place only when it was given', () => {
    expect(folded(...team, place('coder', 'other')).get('coder')).toMatchObject({ parentId: 'other', x: 1, y: 2 });
    expect(folded(...team, place('coder', null, { x: 8, y: 9 })).get('coder')).toMatchObject({
      parentId: null,
      x: 8,
      y: 9,
    });
  });

  it('loses the team as it is at the moment of a removal', () => {
    const fold = folded(...team, place('helper', 'other'));
    const removal = { ...remove('lead', 'r', 2), recordedAt: at(30) };
    expect([...fold.apply(removal)].sort()).toEqual(['coder', 'lead']);
    expect(fold.get('coder')).toMatchObject({
      removed: { removalId: 'r', at: at(30) },
      status: 'removed',
      since: at(30),
      cause: null,
    });
    expect(fold.get('helper')?.removed).toBeNull();
  });

  it('gets back exactly those of a removal', () => {
    const gone = [...team, remove('helper', 'r1', 1), remove('lead', 'r2', 2)];
    const fold = folded(...gone);
    expect([...fold.apply({ ...restore('lead', 'r2', 'other'), recordedAt: at(40) })].sort()).toEqual([
      'coder',
      'lead',
    ]);
    expect(fold.get('lead')).toMatchObject({
      parentId: 'other',
      removed: null,
      status: 'offline',
      cause: { code: 'restored' },
      since: at(40),
    });
    expect(fold.get('helper')?.removed).toMatchObject({ removalId: 'r1' });
  });

  it('waits for agents of others after a restoration', () => {
    const fold = folded(created('a', null, 'external'), remove('a', 'r', 1), restore('a', 'r', null));
    expect(fold.get('a')).toMatchObject({ status: 'awaiting_agent', cause: { code: 'restored' } });
  });
});
