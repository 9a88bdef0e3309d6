import type { Instant } from './ids.js';

const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

/** Milliseconds since 1970 of an ISO-8601 instant in UTC. Throws a `RangeError` on anything else. */
export const millisecondsOf = (instant: Instant): number => {
  const milliseconds = pattern.test(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an instant in UTC: ${instant}`);
  return milliseconds;
};

/** The instant of milliseconds since 1970. */
export const instantOf = (milliseconds: number): Instant => new Date(milliseconds).toISOString();
