import { jest } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { EventItem, Page } from '@guildhall/contracts';
import { LiveStore } from '../live/live.store.js';
import { PLATFORM } from '../platform/platform.js';
import { TIMERS, type Timers } from '../platform/timers.js';
import { event, position } from '../testing/samples.js';
import { listStore, pageSize } from './list.store.js';
import { refreshEveryMs } from './live-view.js';

/** Time that passes when the test says so. */
class ManualTimers implements Timers {
  private ms = 0;
  private pending: { at: number; act: () => void }[] = [];

  now(): number {
    return this.ms;
  }

  readonly after = (ms: number, act: () => void): (() => void) => {
    const timer = { at: this.ms + ms, act };
    this.pending.push(timer);
    return () => (this.pending = this.pending.filter((one) => one !== timer));
  };

  pass(ms: number): void {
    this.ms += ms;
    const due = this.pending.filter(({ at }) => at <= this.ms);
    this.pending = this.pending.filter(({ at }) => at > this.ms);
    for (const { act } of due) act();
  }
}

type Asked = [subject: string, page: { limit: number; after?: string }, options: { minPosition?: string }];
const about = (ordinal: number, workspaceId: string): EventItem => event(ordinal, 'MessageSent', { workspaceId });
const settled = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};

const started = (added?: (events: readonly EventItem[]) => string[]) => {
  const timers = new ManualTimers();
  const subject = signal<string | null>(null);
  const page = jest.fn<(...asked: Asked) => Promise<Page<string>>>();
  page.mockImplementation(async (now) => ({ items: [`of ${now}`], next: null }));
  TestBed.configureTestingModule({
    providers: [
      { provide: TIMERS, useValue: timers },
      { provide: PLATFORM, useValue: {} },
    ],
  });
  const list = TestBed.runInInjectionContext(() =>
    listStore<string, string>(
      { subject, page, ...(added === undefined ? {} : { added }) },
      ({ data }, now) => data['workspaceId'] === now,
    ),
  );
  const live = TestBed.inject(LiveStore);
  return {
    timers,
    page,
    list,
    show: async (now: string | null) => {
      subject.set(now);
      TestBed.tick();
      await settled();
    },
    pass: async (...events: EventItem[]) => {
      live.passed.next(events);
      await settled();
    },
  };
};

describe('listStore', () => {
  it('reads the first page when it comes on screen, and nothing before', async () => {
    const { list, page, show, pass } = started();
    await pass(about(1, 'a'));
    expect(page).not.toHaveBeenCalled();
    await show('a');
    expect(page.mock.calls).toEqual([['a', { limit: pageSize }, {}]]);
    expect([list.items(), list.isLoaded(), list.hasMore()]).toEqual([['of a'], true, false]);
  });

  it('reads again, at least as of the event, when an event is about it', async () => {
    const { page, show, pass, timers } = started();
    await show('a');
    timers.pass(refreshEveryMs);
    await pass(about(7, 'b'));
    expect(page).toHaveBeenCalledTimes(1);
    await pass(about(8, 'a'), about(9, 'b'));
    expect(page.mock.calls.at(-1)?.[2]).toEqual({ minPosition: position(8) });
  });

  it('answers a burst of events with one query per 250 ms, as of the last of them', async () => {
    const { page, show, pass, timers } = started();
    await show('a');
    for (let ordinal = 1; ordinal <= 20; ordinal += 1) await pass(about(ordinal, 'a'));
    expect(page).toHaveBeenCalledTimes(1);
    timers.pass(refreshEveryMs - 1);
    expect(page).toHaveBeenCalledTimes(1);
    timers.pass(1);
    await settled();
    expect(page).toHaveBeenCalledTimes(2);
    expect(page.mock.calls.at(-1)?.[2]).toEqual({ minPosition: position(20) });
  });

  it('has one query under way at a time and repeats it for what happened meanwhile', async () => {
    const { list, page, show, pass, timers } = started();
    let answer: (page: Page<string>) => void = () => undefined;
    page.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    await show('a');
    timers.pass(refreshEveryMs);
    await pass(about(3, 'a'));
    expect(page).toHaveBeenCalledTimes(1);
    answer({ items: ['old'], next: null });
    await settled();
    expect(page).toHaveBeenCalledTimes(2);
    expect(list.items()).toEqual(['of a']);
  });

  it('reads nothing off screen, and catches up when it returns', async () => {
    const { list, page, show, pass, timers } = started();
    await show('a');
    await pass(about(1, 'a'));
    await show(null);
    timers.pass(refreshEveryMs);
    await pass(about(2, 'a'));
    timers.pass(refreshEveryMs);
    await settled();
    expect(page).toHaveBeenCalledTimes(1);
    expect(list.items()).toEqual(['of a']);
    await show('a');
    expect(page).toHaveBeenCalledTimes(2);
  });

  it('forgets the other subject at once, and an answer that comes too late', async () => {
    const { list, page, show } = started();
    let answer: (page: Page<string>) => void = () => undefined;
    page.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    await show('a');
    await show('b');
    expect([list.items(), list.isLoaded()]).toEqual([[], false]);
    answer({ items: ['of a'], next: null });
    await settled();
    expect(list.items()).toEqual(['of b']);
  });

  it('appends older pages and reads all that is shown again', async () => {
    const { list, page, show, pass, timers } = started();
    const first = Array.from({ length: pageSize }, (_, index) => `item ${index}`);
    page.mockResolvedValueOnce({ items: first, next: 'cursor' });
    await show('a');
    expect(list.hasMore()).toBe(true);
    page.mockResolvedValueOnce({ items: ['older'], next: null });
    await list.loadMore();
    expect(page.mock.calls.at(-1)?.[1]).toEqual({ limit: pageSize, after: 'cursor' });
    expect(list.items()).toEqual([...first, 'older']);
    expect(list.hasMore()).toBe(false);
    timers.pass(refreshEveryMs);
    await pass(about(5, 'a'));
    expect(page.mock.calls.at(-1)?.[1]).toEqual({ limit: pageSize + 1 });
  });

  it('keeps what it shows when a query fails, and says why', async () => {
    const { list, page, show } = started();
    await show('a');
    const gone = new Error('gone');
    page.mockRejectedValueOnce(gone);
    await list.refresh();
    expect([list.items(), list.problem()]).toEqual([['of a'], gone]);
    await list.refresh();
    expect(list.problem()).toBeNull();
  });

  it('resolves a refresh only when the answer of a later query is shown', async () => {
    const { list, page, show } = started();
    let answer: (page: Page<string>) => void = () => undefined;
    page.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    await show('a');
    const refreshed = list.refresh(position(4));
    answer({ items: ['old'], next: null });
    await refreshed;
    expect(page.mock.calls.at(-1)?.[2]).toEqual({ minPosition: position(4) });
    expect(list.items()).toEqual(['of a']);
  });

  it('puts items on top without a query where the events are the items', async () => {
    const { list, page, show, pass } = started((events) => events.map(({ ordinal }) => `event ${ordinal}`));
    await show('a');
    await pass(about(6, 'a'), about(7, 'b'));
    expect(list.items()).toEqual(['event 6', 'of a']);
    expect(page).toHaveBeenCalledTimes(1);
  });
});
