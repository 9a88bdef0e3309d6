import { ApiError } from '@guildhall/client';
import type { TemplateProblem } from '@guildhall/contracts';

/** What a refusal says is wrong in the files of a template; null: it was refused for another reason. */
export const templateProblemsOf = (refusal: unknown): readonly TemplateProblem[] | null => {
  if (!(refusal instanceof ApiError) || refusal.code !== 'TEMPLATE_INVALID') return null;
  const { problems } = refusal.problem as { problems?: readonly TemplateProblem[] } & object;
  return problems === undefined || problems.length === 0 ? null : problems;
};

/** What keeps a template from being used until somebody corrects its files. */
export const mistakesOf = ({ problems }: { problems: readonly TemplateProblem[] }): readonly TemplateProblem[] =>
  problems.filter(({ severity }) => severity === 'error');
