import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Clock } from '../elements/clock.js';
import { ago, exactTime, grouped } from '../elements/relative-time.js';
import { TimeStore } from '../time/time.store.js';

/** Shows that this is the past: the moment, its distance, and the way back. */
@Component({
  selector: 'gh-past-banner',
  templateUrl: './past-banner.component.html',
  styleUrl: './past-banner.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PastBannerComponent {
  protected readonly time = inject(TimeStore);
  private readonly clock = inject(Clock);

  protected readonly text = computed(() => {
    const moment = this.time.moment();
    if (moment === null) return 'Loading the past…';
    return `${ago(moment.at, this.clock.now())} · position ${grouped(moment.ordinal)}`;
  });
  protected readonly exact = computed(() => exactTime(this.time.moment()?.at ?? ''));
}
