import { ApiError } from '@guildhall/client';
import type { ConfigProblem } from '@guildhall/contracts';

/** The problems in the text that a refused save names; null: it was refused for another reason. */
export const problemsOf = (refusal: unknown): ConfigProblem[] | null => {
  if (!(refusal instanceof ApiError) || refusal.status !== 400) return null;
  const { problems } = refusal.problem as unknown as { problems?: ConfigProblem[] };
  return Array.isArray(problems) ? problems : null;
};

/** One sentence at its line: `runtime_config.timeout: must be a number`. */
export const sentenceOf = ({ path, problem }: ConfigProblem): string => (path === '' ? problem : `${path}: ${problem}`);
