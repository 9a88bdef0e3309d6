import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Clock } from '../../elements/clock.js';
import { clockTime, duration, grouped } from '../../elements/relative-time.js';
import { TimeStore } from '../../time/time.store.js';
import { LiveStore } from '../../live/live.store.js';

/** The state of the live feed: live, catching up, or reconnecting. */
@Component({
  selector: 'gh-live-pill',
  templateUrl: './live-pill.component.html',
  styleUrl: './live-pill.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LivePillComponent {
  protected readonly live = inject(LiveStore);
  private readonly time = inject(TimeStore);
  private readonly clock = inject(Clock);

  protected readonly text = computed(() => {
    const state = this.live.connection();
    if (this.live.isOutdated()) return 'Out of date: reload the page';
    if (this.time.isPast() && state.kind === 'live') return 'Past';
    switch (state.kind) {
      case 'live':
        return state.lagMs > 1_000 ? `Live, ${duration(state.lagMs)} behind` : 'Live';
      case 'catching-up':
        return state.behind === null ? 'Catching up' : `Catching up (${grouped(state.behind)} behind)`;
      case 'reconnecting':
        return `Reconnecting (since ${clockTime(state.since)})`;
    }
  });
  protected readonly kind = computed(() => {
    const { kind } = this.live.connection();
    if (this.live.isOutdated()) return 'reconnecting';
    return kind === 'live' && this.time.isPast() ? 'past' : kind;
  });
  protected readonly title = computed(() => {
    const state = this.live.connection();
    if (this.kind() === 'past') return 'You are viewing the past. The live feed continues in the background.';
    if (state.kind !== 'reconnecting') return `Position ${grouped(this.live.ordinal())}`;
    const lost = `No connection for ${duration(this.clock.now() - state.since)}. What you see may be out of date. Click to retry now.`;
    return state.problem === null ? lost : `${state.problem.error} ${state.problem.fix}`;
  });
}
