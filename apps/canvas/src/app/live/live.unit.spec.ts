import { TestBed } from '@angular/core/testing';
import type { LiveHandlers, LiveState } from '@guildhall/client';
import { graphFoldVersion } from '@guildhall/org-graph';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { NextFrame } from '../platform/next-frame.js';
import { OPEN_LIVE, PLATFORM } from '../platform/platform.js';
import { ManualFrame } from '../testing/instant-frame.js';
import { event, graphOf, position, workspace } from '../testing/samples.js';
import { LivePillComponent } from '../shell/top-bar/live-pill.component.js';
import { LiveStore } from './live.store.js';

const started = () => {
  let handlers: LiveHandlers | null = null;
  const frame = new ManualFrame();
  const client = {
    subscribe: (_scope: object, given: LiveHandlers) => ((handlers = given), () => undefined),
    retry: () => undefined,
    close: () => undefined,
  };
  TestBed.configureTestingModule({
    providers: [
      { provide: NextFrame, useValue: frame },
      { provide: PLATFORM, useValue: {} },
      { provide: OPEN_LIVE, useValue: () => client },
    ],
  });
  const live = TestBed.inject(LiveStore);
  live.start();
  if (handlers === null) throw new Error('nothing was subscribed');
  return { live, frame, feed: handlers as LiveHandlers, graph: TestBed.inject(OrgGraphStore) };
};
const snapshot = (foldVersion = graphFoldVersion) => ({
  sub: 's',
  position: position(5),
  ordinal: 5,
  foldVersion,
  logId: 'l',
  graph: graphOf(workspace('a')),
});
const offline = event(6, 'AgentWentOffline', { workspaceId: 'a', incarnation: 1, cause: { code: 'gone' } });

describe('LiveStore', () => {
  it('feeds the graph and passes the events on', () => {
    const { live, feed, graph, frame } = started();
    const passed: string[] = [];
    live.passed.subscribe((items) => passed.push(...items.map(({ type }) => type)));
    feed.snapshot(snapshot());
    feed.events({ sub: 's', from: position(5), to: position(6), ordinal: 6, items: [offline] });
    frame.draw();
    expect(graph.get('a')?.status).toBe('offline');
    expect(live.ordinal()).toBe(6);
    expect(passed).toEqual(['AgentWentOffline']);
  });

  it('refuses a graph of another fold version, and says that the page is out of date', () => {
    const { live, feed, graph } = started();
    expect(() => feed.snapshot(snapshot(graphFoldVersion + 1))).toThrow();
    expect(live.isOutdated()).toBe(true);
    expect(graph.isLoaded()).toBe(false);
  });
});

describe('live pill', () => {
  const cases: [LiveState, string][] = [
    [{ kind: 'live', lagMs: 40 }, 'Live'],
    [{ kind: 'live', lagMs: 8_000 }, 'Live, 8 s behind'],
    [{ kind: 'catching-up', behind: null }, 'Catching up'],
    [{ kind: 'catching-up', behind: 48_213 }, 'Catching up (48\u202f213 behind)'],
  ];

  it.each(cases)('says the truth about %j', async (state, text) => {
    const { feed } = started();
    feed.state?.(state);
    const fixture = TestBed.createComponent(LivePillComponent);
    await fixture.whenStable();
    expect((fixture.nativeElement as HTMLElement).querySelector('.text')?.textContent).toBe(text);
  });

  it('never says live while it reconnects', async () => {
    const { feed } = started();
    feed.state?.({ kind: 'live', lagMs: 0 });
    feed.state?.({ kind: 'reconnecting', since: Date.parse('2026-11-23T00:07:00'), problem: null });
    const fixture = TestBed.createComponent(LivePillComponent);
    await fixture.whenStable();
    expect((fixture.nativeElement as HTMLElement).textContent).toContain('Reconnecting (since 00:07:00)');
    expect((fixture.nativeElement as HTMLElement).textContent).not.toMatch(/live/i);
  });
});
