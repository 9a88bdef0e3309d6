import type { Code, PersonText } from '../text.js';

/** What the sentence of a cause needs: numbers, and words that programs compare. */
export interface CauseDetails {
  readonly [name: string]: number | boolean | Code | null;
}

/** Why something happened, as a fact: a code and its values. The sentence is made where people read it. */
export interface Cause {
  /** Of a slice's causes, or of the error registry. */
  readonly code: Code;
  readonly details?: CauseDetails;
  /** A name or path that a person gave; it fills the value of the sentence that `details` leave open. */
  readonly subject?: PersonText;
  /** The sentence that an older version stored, whose values could not be separated. Made by upcasting only. */
  readonly recorded?: PersonText;
}

/** Code of a cause of which only the sentence of an older version is known. */
export const recordedCause = 'recorded';

/** Code → sentence without a full stop. `{name}`: a value of the cause; `{name:words}`: a code shown as words. */
export type CauseSentences = { readonly [code: string]: string };

/** A code as words: `awaiting_agent` is "awaiting agent". */
export const codeWords = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

/** Replaces each `{name}` by its value; a name without one takes `subject`, and `{reason}` takes `reason` alone. */
export const fillCause = (sentence: string, { details, subject }: Cause, reason: string | null): string =>
  (reason === null ? sentence.replace(/: \{reason\}$/, '.') : sentence).replace(
    /\{(\w+)(:words)?\}/g,
    (_whole, name: string, asWords?: string) => {
      if (name === 'reason') return reason ?? '';
      const value = details?.[name];
      if (value === undefined) return subject ?? 'unknown';
      return asWords === undefined ? String(value) : codeWords(String(value));
    },
  );
