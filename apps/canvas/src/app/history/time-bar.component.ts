import { ChangeDetectionStrategy, Component, computed, effect, inject, untracked } from '@angular/core';
import {
  LucideChevronDown,
  LucideChevronUp,
  LucidePause,
  LucidePlay,
  LucideSkipBack,
  LucideSkipForward,
} from '@lucide/angular';
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';
import { Clock } from '../elements/clock.js';
import { GroupedPipe } from '../elements/grouped.pipe.js';
import { clockTime, exactTime } from '../elements/relative-time.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { LiveStore } from '../live/live.store.js';
import { PreferencesStore } from '../preferences/preferences.store.js';
import { speeds } from '../time/playback.js';
import { EventHistogramComponent } from './event-histogram.component.js';
import { timeAxis } from './time-axis.js';
import { TimeStore } from '../time/time.store.js';

/** The time bar: a thin histogram of events, which opens to a slider. */
@Component({
  selector: 'gh-time-bar',
  imports: [
    EventHistogramComponent,
    GroupedPipe,
    IconButtonDirective,
    LucideChevronDown,
    LucideChevronUp,
    LucidePause,
    LucidePlay,
    LucideSkipBack,
    LucideSkipForward,
    ProblemNoteComponent,
  ],
  templateUrl: './time-bar.component.html',
  styleUrl: './time-bar.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[class.open]': 'preferences.isTimeBarOpen()', '[class.past]': 'time.isPast()' },
})
export class TimeBarComponent {
  protected readonly time = inject(TimeStore);
  protected readonly live = inject(LiveStore);
  protected readonly preferences = inject(PreferencesStore);
  private readonly clock = inject(Clock);
  protected readonly speeds = speeds;

  protected readonly axis = computed(() => timeAxis({ density: this.time.range()?.density ?? [] }));
  protected readonly ticks = computed(() =>
    this.axis().ticks.map(({ at, place }) => ({ text: clockTime(at), title: exactTime(at), place })),
  );
  protected readonly value = computed(() => this.time.wanted() ?? this.time.moment()?.ordinal ?? this.time.last());
  protected readonly fraction = computed(() => {
    const first = this.time.first();
    const length = this.time.last() - first;
    return length <= 0 ? 1 : Math.min(1, (this.value() - first) / length);
  });
  protected readonly valueText = computed(() => {
    const moment = this.time.moment();
    return moment === null ? 'Live' : `Position ${moment.ordinal}, ${exactTime(moment.at)}`;
  });

  /** Changes when the histogram may be stale: when the feed returns, when time travel starts, and every minute. */
  private readonly edition = computed(() => {
    const minute = Math.floor(this.clock.now() / 60_000);
    return `${this.live.connection().kind === 'live'} ${this.time.isPast()} ${this.preferences.isTimeBarOpen()} ${minute}`;
  });

  constructor() {
    effect(() => {
      this.edition();
      untracked(() => void this.time.loadRange());
    });
  }

  protected toggle(): void {
    this.preferences.setTimeBarOpen(!this.preferences.isTimeBarOpen());
  }

  protected onSlide(event: Event): void {
    const ordinal = Number((event.target as HTMLInputElement).value);
    if (ordinal >= this.time.last() && !this.time.isPast()) return;
    this.time.goTo({ ordinal });
  }

  protected onSpeed(event: Event): void {
    this.time.setSpeed(Number((event.target as HTMLSelectElement).value));
  }
}
