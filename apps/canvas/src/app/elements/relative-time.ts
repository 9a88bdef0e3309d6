import { millisecondsOf } from '@guildhall/contracts';

const steps: readonly [label: string, seconds: number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
];

/** Length of time in one unit: "now" below 5 s, "42 s", "12 min", "3 h", "9 d". */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 5) return 'now';
  for (const [label, size] of steps) if (seconds >= size) return `${Math.floor(seconds / size)} ${label}`;
  return `${seconds} s`;
};

/** The clocks of two machines may differ by this much. */
const skewMs = 30_000;

/** How long ago, from `now` in milliseconds since 1970; seen from the past, a later instant is "12 min later". */
export const ago = (at: string, now: number): string => {
  const ahead = millisecondsOf(at) - now;
  if (ahead > skewMs) return `${duration(ahead)} later`;
  const text = duration(now - millisecondsOf(at));
  return text === 'now' ? 'just now' : `${text} ago`;
};

/** How long something has lasted: "for 12 min"; "just now" below 5 s. */
export const lasting = (since: string, now: number): string => {
  const text = duration(now - millisecondsOf(since));
  return text === 'now' ? 'just now' : `for ${text}`;
};

const exactFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
/** Date and time of an instant; empty while none is known. */
export const exactTime = (at: string): string => (at === '' ? '' : exactFormat.format(millisecondsOf(at)));

const clockFormat = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
/** Time of day of an instant, or of milliseconds since 1970; empty while none is known. */
export const clockTime = (at: string | number): string =>
  at === '' ? '' : clockFormat.format(typeof at === 'number' ? at : millisecondsOf(at));

/** 48213 as "48 213". */
export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
