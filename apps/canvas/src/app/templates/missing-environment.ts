import { ApiError } from '@guildhall/client';

/** A name, or several of which one is enough. */
type Required = string | readonly string[] | { any_of: readonly string[] };

/** What an import waits for, as sentences; null: the problem is another one. */
export const missingEnvironment = (problem: unknown): string[] | null => {
  if (!(problem instanceof ApiError) || problem.status !== 412) return null;
  const { missing_env: missing } = problem.problem as { missing_env?: Required[] } & object;
  return missing === undefined ? null : missing.map(sentence);
};

const sentence = (one: Required): string => {
  if (typeof one === 'string') return one;
  const names = 'any_of' in one ? one.any_of : one;
  return names.length === 1 ? String(names[0]) : `one of ${names.join(', ')}`;
};
