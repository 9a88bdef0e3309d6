import { ApiError, type RequiredEnvironment } from '@guildhall/client';

/** What an import waits for, as sentences; null: the problem is another one. */
export const missingEnvironment = (problem: unknown): string[] | null => {
  if (!(problem instanceof ApiError) || problem.status !== 412) return null;
  const { missing_env: missing } = problem.problem as unknown as { missing_env?: RequiredEnvironment[] };
  return missing === undefined ? null : missing.map(sentence);
};

const sentence = (one: RequiredEnvironment): string =>
  typeof one === 'string' ? one : one.any_of.length === 1 ? String(one.any_of[0]) : `one of ${one.any_of.join(', ')}`;
