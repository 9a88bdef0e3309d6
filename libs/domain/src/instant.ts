import type { Instant } from '@guildhall/contracts';

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?Z$/;
const dayMs = 86_400_000;

/** Days since 1970-01-01 in the Gregorian calendar; years begin in March here, so that the leap day is the last one. */
const daysOf = (year: number, month: number, day: number): number => {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

const dateOf = (days: number): [year: number, month: number, day: number] => {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leapFree =
    dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor(leapFree / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
};

const digits = (value: number, width: number): string => String(value).padStart(width, '0');

/** Milliseconds since the epoch of an ISO instant in UTC. Throws on anything else. */
export const millisecondsOf = (instant: Instant): number => {
  const match = pattern.exec(instant);
  if (match === null) throw new RangeError(`not an instant in UTC: ${instant}`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const fraction = Number((match[7] ?? '0').padEnd(3, '0'));
  return daysOf(year, month, day) * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1_000 + fraction;
};

/** ISO instant of milliseconds since the epoch. */
export const instantOf = (milliseconds: number): Instant => {
  const days = Math.floor(milliseconds / dayMs);
  const rest = milliseconds - days * dayMs;
  const [year, month, day] = dateOf(days);
  const time = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000) % 60, Math.floor(rest / 1_000) % 60];
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}T${time.map((part) => digits(part, 2)).join(':')}.${digits(rest % 1_000, 3)}Z`;
};
