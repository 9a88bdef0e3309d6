import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** The current time, in milliseconds since 1970, for texts like "5 min ago". */
@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly time = signal(Date.now());
  readonly now = this.time.asReadonly();

  constructor() {
    const timer = setInterval(() => this.time.set(Date.now()), 5_000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
