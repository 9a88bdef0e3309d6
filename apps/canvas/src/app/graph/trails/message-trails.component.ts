import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { LiveStore } from '../../live/live.store.js';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import { TrailFinder, type Trail } from './message-trails.js';
import type { Point } from '../../placement/geometry.js';

const shownMs = 900;
/** More than this at once is noise, not information. */
const most = 40;

/** Messages between agents, as dashes that run from sender to receiver and fade. Only live, never in the past. */
@Component({
  selector: 'g[ghMessageTrails]',
  templateUrl: './message-trails.component.html',
  styleUrl: './message-trails.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageTrailsComponent {
  readonly positions = input.required<ReadonlyMap<string, Point>>();
  private readonly graph = inject(OrgGraphStore);
  private readonly finder = new TrailFinder();
  private readonly trails = signal<readonly Trail[]>([]);

  protected readonly paths = computed(() =>
    this.trails().flatMap(({ key, from, to, kind }) => {
      const start = this.positions().get(from);
      const end = this.positions().get(to);
      return start === undefined || end === undefined ? [] : [{ key, kind, d: curve(start, end) }];
    }),
  );

  constructor() {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    inject(LiveStore)
      .passed.pipe(takeUntilDestroyed())
      .subscribe((items) => {
        const found = this.finder.find(items);
        if (found.length === 0 || this.graph.isPast()) return;
        this.trails.update((shown) => [...shown, ...found].slice(-most));
        const timer = setTimeout(() => {
          timers.delete(timer);
          this.trails.update((shown) => shown.filter((trail) => !found.includes(trail)));
        }, shownMs);
        timers.add(timer);
      });
    inject(DestroyRef).onDestroy(() => timers.forEach(clearTimeout));
  }
}

/** Curved to one side, so that question and answer do not overlap. */
const curve = (start: Point, end: Point): string => {
  const bow = {
    x: (start.x + end.x) / 2 + (end.y - start.y) * 0.15,
    y: (start.y + end.y) / 2 - (end.x - start.x) * 0.15,
  };
  return `M${start.x},${start.y}Q${bow.x},${bow.y} ${end.x},${end.y}`;
};
