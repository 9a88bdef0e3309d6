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

/**
 * The forms of an instant that are taken from outside: ISO 8601 with date, time and offset, extended or basic, with point or
 * comma. In the query of an address a `+` arrives as a blank.
 */
export const instantForm =
  /^(\d{4})-?(\d\d)-?(\d\d)[Tt](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?(?:[Zz]|([+\- ])(\d\d):?(\d\d)?)$/;

/** Milliseconds since 1970 of an instant in any of these forms, finer parts cut off; null: no such instant. */
export const instantFrom = (text: string): number | null => {
  const found = instantForm.exec(text);
  if (found === null) return null;
  const [
    ,
    year,
    month,
    day,
    hours,
    minutes,
    seconds = '0',
    fraction = '',
    sign,
    offsetHours = '0',
    offsetMinutes = '0',
  ] = found;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const parts = [year, month, day, hours, minutes, seconds, milliseconds].map(Number) as Parts;
  const local = utcOf(parts);
  if (local === null || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return null;
  const offsetMs = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return sign === '-' ? local + offsetMs : local - offsetMs;
};

type Parts = [year: number, month: number, day: number, hours: number, minutes: number, seconds: number, ms: number];

/** Null for a day or an hour that no calendar has. */
const utcOf = ([year, month, day, hours, minutes, seconds, ms]: Parts): number | null => {
  const date = new Date(Date.UTC(year, month - 1, day, hours, minutes, seconds, ms));
  date.setUTCFullYear(year, month - 1, day);
  const isSame = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isSame && hours < 24 && minutes < 60 && seconds < 60 ? date.getTime() : null;
};
