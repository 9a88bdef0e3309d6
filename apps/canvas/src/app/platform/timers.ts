import { InjectionToken } from '@angular/core';

/** Runs an action after a number of milliseconds; the result cancels it. */
export type Later = (ms: number, act: () => void) => () => void;

export interface Timers {
  /** Milliseconds since an arbitrary start; never goes back. */
  now(): number;
  after: Later;
}

/** The timers of the browser; tests provide their own. */
export const browserTimers: Timers = {
  now: () => performance.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

export const TIMERS = new InjectionToken<Timers>('timers', { providedIn: 'root', factory: () => browserTimers });
