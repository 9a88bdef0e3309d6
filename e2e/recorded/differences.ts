/** A place where an answer of this version differs from the recorded one. */
export interface Difference {
  answer: string;
  /** Path of the member, indices as `*`, such as `graph.workspaces.*.model`. */
  at: string;
  recorded: unknown;
  present: unknown;
}

/** A difference that is meant: `answer` and `at` say where; `accepts` is asked for the values when it is given. */
export interface IntendedDifference {
  why: string;
  answer: RegExp;
  at: RegExp;
  accepts?: (recorded: unknown, present: unknown) => boolean;
}

const isRaised = (recorded: unknown, present: unknown): boolean => Number(present) > Number(recorded);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isCode = (value: unknown): boolean => typeof value === 'string' && /^\w+$/.test(value);

/** A text became a cause with a code, or words with blanks became a code. */
const becameCode = (recorded: unknown, present: unknown): boolean =>
  typeof recorded === 'string' &&
  (isRecord(present) ? isCode(present['code']) : recorded.includes(' ') && isCode(present));

/** Everything else must be as it was recorded. The test names entries that nothing needs. */
export const intendedDifferences: readonly IntendedDifference[] = [
  {
    why: 'the graph node holds every fact that lists and search show',
    answer: /^\/history\/state/,
    at: /^graph\.workspaces\.\*\.(model|template|createdAt|detailsRevision)$/,
    accepts: (recorded, present) => recorded === undefined && present !== undefined,
  },
  {
    why: 'the cause of a status is a code',
    answer: /^\/history\/state/,
    at: /^graph\.workspaces\.\*\.cause$/,
    accepts: becameCode,
  },
  {
    why: 'a failure keeps its error code in its cause, a refusal its route in parts, and words are sealed',
    answer: /^\/history$/,
    at: /^\*\.data\.(code|words|route|method|path|request)$/,
    accepts: (recorded, present) => recorded === undefined || present === undefined,
  },
  {
    why: 'a workspace shows the words of its agent in a member of their own',
    answer: /^\/workspaces/,
    at: /(^|\.)status_words$/,
    accepts: (recorded) => recorded === undefined,
  },
  {
    why: 'an error keeps its code; its sentence and its fix are worded in plainer English',
    answer: /^\/workspaces/,
    at: /^(title|error|fix)$/,
    accepts: (recorded, present) => typeof recorded === 'string' && typeof present === 'string',
  },
  {
    why: 'every change of the graph fold raises its version',
    answer: /^\/history\/state/,
    at: /^graph\.foldVersion$/,
    accepts: isRaised,
  },
  {
    why: 'events hold codes instead of sentences',
    answer: /^\/history$/,
    at: /^\*\.data\./,
    accepts: becameCode,
  },
  {
    why: 'a workspace shows what its agent says of its work',
    answer: /^\/workspaces\//,
    at: /^reported$/,
    accepts: (recorded) => recorded === undefined,
  },
  {
    why: 'a session keeps the digest of the secret of its page',
    answer: /^\/history$/,
    at: /^\*\.data\.pageDigest$/,
    accepts: (recorded, present) => recorded === undefined && present === null,
  },
  {
    why: 'an event shows the version that its data was brought to',
    answer: /^\/history$/,
    at: /^\*\.metadata\.schemaVersion$/,
    accepts: isRaised,
  },
];

/** Compares member by member. A member that one side lacks is `undefined` there. */
export const differencesOf = (answer: string, recorded: unknown, present: unknown, at = ''): Difference[] => {
  if (Object.is(recorded, present)) return [];
  if (!isRecord(recorded) || !isRecord(present) || Array.isArray(recorded) !== Array.isArray(present))
    return [{ answer, at, recorded, present }];
  const names = new Set([...Object.keys(recorded), ...Object.keys(present)]);
  return [...names].flatMap((name) => {
    const member = Array.isArray(recorded) ? '*' : name;
    return differencesOf(answer, recorded[name], present[name], at === '' ? member : `${at}.${member}`);
  });
};

export const isIntended = ({ answer, at, recorded, present }: Difference, entry: IntendedDifference): boolean =>
  entry.answer.test(answer) && entry.at.test(at) && (entry.accepts?.(recorded, present) ?? true);
