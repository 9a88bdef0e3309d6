import {
  codeWords,
  fillCause,
  recordedCause,
  type Cause,
  type CauseDetails,
  type CauseSentences,
} from '../declarations/cause.js';
import type { ErrorDetails } from '../errors/guildhall-error.js';
import { errorRegistry } from '../errors/registry.js';
import { identityCauses } from '../identity/causes.js';
import { messageCauses } from '../messages/causes.js';
import { provisioningCauses } from '../provisioning/causes.js';
import { registryCauses } from '../registry/causes.js';
import { terminalCauses } from '../terminal/causes.js';

/** The sentence of every cause. */
export const causeSentences = {
  ...registryCauses,
  ...provisioningCauses,
  ...messageCauses,
  ...identityCauses,
  ...terminalCauses,
  [recordedCause]: '{reason}',
} as const satisfies CauseSentences;

export type CauseCode = keyof typeof causeSentences;

const sentenceOf = (code: string): string | null => {
  if (Object.hasOwn(causeSentences, code)) return causeSentences[code as CauseCode];
  return Object.hasOwn(errorRegistry, code) ? errorRegistry[code as keyof typeof errorRegistry].title : null;
};

/**
 * A cause for people. `words`: the agent's or engine's own words, opened from their blob; they fill `{reason}`, or follow
 * the sentence. A code of a newer version is shown as words.
 */
export const causeSentence = (cause: Cause, words: string | null = null): string => {
  const { code, details, recorded } = cause;
  if (recorded !== undefined && details?.['reason'] !== recordedCause) return recorded;
  const sentence = sentenceOf(code) ?? codeWords(code);
  if (!sentence.includes('{reason}')) {
    return words === null ? fillCause(sentence, cause, null) : `${fillCause(sentence, cause, null)}: ${words}`;
  }
  const filled = fillCause(sentence, cause, words ?? recorded ?? reasonOf(cause));
  return isError(code) && !/[.!?]$/.test(filled) ? `${filled}.` : filled;
};

const isError = (code: string): boolean => Object.hasOwn(errorRegistry, code);

/** `details.reason` is the code of another cause, filled by the same details, or a code of the system. */
const reasonOf = ({ details, subject }: Cause): string | null => {
  const { reason, ...rest } = details ?? {};
  if (typeof reason !== 'string') return null;
  const sentence = sentenceOf(reason);
  return sentence === null
    ? reason
    : fillCause(sentence, { code: reason, details: rest, ...(subject !== undefined && { subject }) }, null);
};

const longestCode = 200;

/** A refusal as a cause: only those of its details that are no sentence. */
export const causeOfRefusal = ({ code, details }: { code: string; details: ErrorDetails }): Cause => {
  const named = Object.entries(details).filter(([name]) => name !== 'reason' || isCode(details['reason']));
  const facts = Object.fromEntries(named.filter(([, value]) => isCode(value))) as CauseDetails;
  const subject = named.map(([, value]) => value).find((value) => typeof value === 'string' && !isCode(value));
  return {
    code,
    ...(Object.keys(facts).length > 0 && { details: facts }),
    ...(subject !== undefined && { subject: String(subject).slice(0, longestCode) }),
  };
};

const isCode = (value: unknown): boolean =>
  value === null ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= longestCode && /^\S*$/.test(value));
