import { ApiError } from '@guildhall/client';
import type { TemplateProblem } from '@guildhall/contracts';

/** The problems in the files of a template that a refusal names; null: it was refused for another reason. */
export const templateProblemsOf = (refusal: unknown): readonly TemplateProblem[] | null => {
  if (!(refusal instanceof ApiError) || refusal.code !== 'TEMPLATE_INVALID') return null;
  const { problems } = refusal.problem as { problems?: readonly TemplateProblem[] } & object;
  return problems === undefined || problems.length === 0 ? null : problems;
};

/** The problems that prevent the use of a template until its files are corrected. */
export const mistakesOf = ({ problems }: { problems: readonly TemplateProblem[] }): readonly TemplateProblem[] =>
  problems.filter(({ severity }) => severity === 'error');
