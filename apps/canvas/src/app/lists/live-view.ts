import { computed, DestroyRef, effect, inject, signal, untracked, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { QueryOptions } from '@guildhall/client';
import type { EventItem, Position } from '@guildhall/contracts';
import { LiveStore } from '../live/live.store.js';
import { TIMERS, type Timers } from '../platform/timers.js';

/** Events in a burst cause at most one query in this time. */
export const refreshEveryMs = 250;

/** A view of one subject, for example the messages of a workspace. */
export interface ViewSource<Subject, Value> {
  /** The subject on screen; null while the view is off screen, so that nothing is read. */
  subject: Signal<Subject | null>;
  /** `before`: the value that is shown until this one arrives. */
  read: (subject: Subject, options: QueryOptions, before: Value | null) => Promise<Value>;
}
export type IsAbout<Subject> = (event: EventItem, subject: Subject) => boolean;

interface Held<Subject, Value> {
  subject: Subject | null;
  value: Value | null;
  problem: unknown;
}

/** Reads a view when it comes on screen, and again after events about it. One query runs at a time. */
export class LiveView<Subject, Value> {
  private readonly held = signal<Held<Subject, Value>>({ subject: null, value: null, problem: null });
  /** The subject of `value`; stays when the view leaves the screen. */
  readonly subject = computed(() => this.held().subject);
  /** Null until the first answer. */
  readonly value = computed(() => this.held().value);
  readonly problem = computed(() => this.held().problem);

  /** Position that the next query must include; '' any; null: no query is due. */
  private due: Position | null = null;
  private waiting: (() => void)[] = [];
  private isReading = false;
  private earliest = 0;
  private cancel: (() => void) | null = null;

  constructor(
    private readonly source: ViewSource<Subject, Value>,
    private readonly timers: Timers,
  ) {}

  /** Shows a subject and reads it; null: the view left the screen. */
  show(subject: Subject | null): void {
    if (subject === null) return this.leave();
    if (subject !== this.held().subject) this.held.set({ subject, value: null, problem: null });
    void this.refresh();
  }

  /** Reads now, or after the query that is under way. Resolves when the answer is shown. */
  refresh(minPosition: Position | null = null): Promise<void> {
    if (this.held().subject === null) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.want(minPosition ?? '');
      this.cancelTimer();
      if (!this.isReading) void this.readDue();
    });
  }

  /** Reads soon, because the subject changed at that position. */
  changed(position: Position): void {
    this.want(position);
    this.schedule();
  }

  /** Changes the shown value without a query. */
  update(change: (value: Value) => Value): void {
    this.held.update((held) => (held.value === null ? held : { ...held, value: change(held.value) }));
  }

  fail(problem: unknown): void {
    this.held.update((held) => ({ ...held, problem }));
  }

  leave(): void {
    this.cancelTimer();
    this.due = null;
  }

  private want(position: Position): void {
    if (this.due === null || position > this.due) this.due = position;
  }

  private schedule(): void {
    if (this.isReading || this.cancel !== null || this.due === null) return;
    const wait = this.earliest - this.timers.now();
    if (wait <= 0) void this.readDue();
    else
      this.cancel = this.timers.after(wait, () => {
        this.cancel = null;
        void this.readDue();
      });
  }

  private async readDue(): Promise<void> {
    const { subject, value } = this.held();
    const minPosition = this.due ?? '';
    const waiting = this.waiting.splice(0);
    this.due = null;
    if (subject === null) return;
    this.isReading = true;
    this.earliest = this.timers.now() + refreshEveryMs;
    const isStill = (): boolean => this.held().subject === subject;
    try {
      const next = await this.source.read(subject, minPosition === '' ? {} : { minPosition }, value);
      if (isStill()) this.held.set({ subject, value: next, problem: null });
    } catch (problem) {
      if (isStill()) this.fail(problem);
    } finally {
      this.isReading = false;
      waiting.forEach((resolve) => resolve());
    }
    if (this.waiting.length > 0) void this.readDue();
    else this.schedule();
  }

  private cancelTimer(): void {
    this.cancel?.();
    this.cancel = null;
  }
}

/** A view that follows the screen and the live feed. Needs an injection context, whose end is its end. */
export const liveView = <Subject, Value>(
  source: ViewSource<Subject, Value>,
  isAbout: IsAbout<Subject>,
  onEvents?: (view: LiveView<Subject, Value>, own: readonly EventItem[]) => void,
): LiveView<Subject, Value> => {
  const view = new LiveView(source, inject(TIMERS));
  effect(() => {
    const subject = source.subject();
    untracked(() => view.show(subject));
  });
  inject(LiveStore)
    .passed.pipe(takeUntilDestroyed())
    .subscribe((events) => {
      const subject = untracked(source.subject);
      if (subject === null || subject !== view.subject()) return;
      const own = events.filter((event) => isAbout(event, subject));
      const last = own.at(-1);
      if (last === undefined) return;
      if (onEvents === undefined) view.changed(last.position);
      else onEvents(view, own);
    });
  inject(DestroyRef).onDestroy(() => view.leave());
  return view;
};
