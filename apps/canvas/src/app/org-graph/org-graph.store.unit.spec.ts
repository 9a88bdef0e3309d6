import { effect } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { createGraphFold } from '@guildhall/org-graph';
import { NextFrame } from '../platform/next-frame.js';
import { ManualFrame } from '../testing/instant-frame.js';
import { event, graphOf, position, workspace } from '../testing/samples.js';
import { OrgGraphStore } from './org-graph.store.js';

const started = () => {
  const frame = new ManualFrame();
  TestBed.configureTestingModule({ providers: [{ provide: NextFrame, useValue: frame }] });
  const store = TestBed.inject(OrgGraphStore);
  store.startLive(graphOf(workspace('a'), workspace('b', { parentId: 'a' })), position(10));
  return { store, frame };
};
const offline = (ordinal: number, id: string) =>
  event(ordinal, 'AgentWentOffline', { workspaceId: id, incarnation: 1, cause: { code: 'no_heartbeat' } });
const renamed = (ordinal: number, id: string, name: string) =>
  event(ordinal, 'WorkspaceRenamed', { workspaceId: id, name, previous: '' });

describe('OrgGraphStore', () => {
  it('shows folded events with the next frame', () => {
    const { store, frame } = started();
    store.applyLive([offline(11, 'b')], position(11));
    expect(store.get('b')?.status).toBe('online');
    frame.draw();
    expect(store.get('b')?.status).toBe('offline');
    const fold = createGraphFold('default', graphOf(workspace('a'), workspace('b', { parentId: 'a' })));
    fold.apply(offline(11, 'b'));
    expect(store.all()).toEqual(fold.toGraph().workspaces);
  });

  it('keeps the structure when only a status changes, and redraws only that workspace', () => {
    const { store, frame } = started();
    const structure = store.structure();
    const drawn: string[] = [];
    TestBed.runInInjectionContext(() => {
      effect(() => void drawn.push(`a ${store.get('a')?.status}`));
      effect(() => void drawn.push(`b ${store.get('b')?.status}`));
    });
    TestBed.tick();
    store.applyLive([offline(11, 'b')], position(11));
    frame.draw();
    TestBed.tick();
    expect(drawn).toEqual(['a online', 'b online', 'b offline']);
    expect(store.structure()).toBe(structure);
  });

  it('counts the states that are shown', () => {
    const { store, frame } = started();
    store.applyLive([offline(11, 'b')], position(11));
    frame.draw();
    expect(store.counts()).toEqual([
      { state: 'online', count: 1 },
      { state: 'offline', count: 1 },
    ]);
  });

  it('shows an expected change until the log has it', () => {
    const { store, frame } = started();
    const settle = store.expect(['b'], { name: 'New' });
    expect(store.get('b')?.name).toBe('New');
    settle(position(12));
    store.applyLive([offline(11, 'a')], position(11));
    frame.draw();
    expect(store.get('b')?.name).toBe('New');
    store.applyLive([renamed(12, 'b', 'New')], position(12));
    frame.draw();
    store.applyLive([renamed(13, 'b', 'By another operator')], position(13));
    frame.draw();
    expect(store.get('b')?.name).toBe('By another operator');
  });

  it('puts a refused change back', () => {
    const { store } = started();
    const settle = store.expect(['b'], { parentId: null });
    expect(store.structure().find(({ id }) => id === 'b')?.parentId).toBeNull();
    settle(null);
    expect(store.structure().find(({ id }) => id === 'b')?.parentId).toBe('a');
  });

  it('shows the past while the live fold continues', () => {
    const { store, frame } = started();
    store.showPast(graphOf(workspace('a')));
    store.applyLive([renamed(11, 'a', 'Now')], position(11));
    frame.draw();
    expect(store.isPast()).toBe(true);
    expect(store.get('a')?.name).toBe('Name of a');
    expect(store.structure().map(({ id }) => id)).toEqual(['a']);
    store.applyPast([renamed(5, 'a', 'Then')]);
    frame.draw();
    expect(store.get('a')?.name).toBe('Then');
    store.showLive();
    expect(store.get('a')?.name).toBe('Now');
    expect(store.structure().map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('hides a removed workspace and lists it among the removed', () => {
    const { store, frame } = started();
    store.applyLive([event(11, 'WorkspaceRemoved', { workspaceId: 'a', removalId: 'r', count: 2 })], position(11));
    frame.draw();
    expect(store.structure()).toEqual([]);
    expect(store.removed().map(({ id }) => id)).toEqual(['a', 'b']);
  });
});
