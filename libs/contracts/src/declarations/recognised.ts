import type { JsonObject } from '../json.js';
import type { Cause, CauseDetails } from './cause.js';

/**
 * A sentence that an older version stored, and the code it stands for. Named groups become details: digits a number,
 * other text a code with `_` for blanks. The group `subject` is kept as it is; with a group `rest` the whole sentence is
 * kept too, because its end is free text.
 */
export type OldSentence = readonly [pattern: RegExp, code: string, details?: CauseDetails];

/** The cause that a stored sentence meant; `unknown`: the code of one that no pattern knows, which is kept as it was. */
export const recognised = (text: string, sentences: readonly OldSentence[], unknown: string): Cause & JsonObject => {
  for (const [pattern, code, fixed] of sentences) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const { subject, rest, ...values } = match.groups ?? {};
    const details = { ...fixed, ...Object.fromEntries(Object.entries(values).flatMap(detail)) };
    return {
      code,
      ...(Object.keys(details).length > 0 && { details }),
      ...(subject !== undefined && { subject }),
      ...(rest !== undefined && { recorded: text }),
    };
  }
  return { code: unknown, recorded: text };
};

const detail = ([name, value]: [string, string | undefined]): [string, number | string][] => {
  if (value === undefined) return [];
  return [[name, /^\d+(\.\d+)?$/.test(value) ? Number(value) : value.replaceAll(' ', '_')]];
};
