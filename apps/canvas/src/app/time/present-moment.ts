import { millisecondsOf } from '@guildhall/contracts';
import { computed, inject, Injectable } from '@angular/core';
import { Clock } from '../elements/clock.js';
import { TimeStore } from './time.store.js';

/** The time that "2 min ago" counts from: now, or the moment of the past that is shown. */
@Injectable({ providedIn: 'root' })
export class PresentMoment {
  private readonly clock = inject(Clock);
  private readonly time = inject(TimeStore);
  readonly now = computed(() => {
    const moment = this.time.moment();
    return moment === null ? this.clock.now() : millisecondsOf(moment.at);
  });
}
