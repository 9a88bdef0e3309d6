import { ApiError } from '@guildhall/client';
import type { EnvironmentNeed, TemplateProblem } from '@guildhall/contracts';
import { templateProblemsOf } from '../template-problems.js';

/** Why an import of an organisation is refused, and whether it can be forced. */
export type ImportRefusal =
  | { kind: 'environment'; missing: readonly EnvironmentNeed[]; text: string; fix: string }
  | { kind: 'template'; problems: readonly TemplateProblem[]; canBeForced: boolean }
  | { kind: 'other' };

export const importRefusalOf = (problem: unknown): ImportRefusal => {
  const problems = templateProblemsOf(problem);
  if (problems !== null)
    return { kind: 'template', problems, canBeForced: problems.every(({ severity }) => severity === 'warning') };
  if (!(problem instanceof ApiError) || problem.status !== 412) return { kind: 'other' };
  const { missing_env: missing } = problem.problem as { missing_env?: readonly EnvironmentNeed[] } & object;
  return missing === undefined
    ? { kind: 'other' }
    : { kind: 'environment', missing, text: problem.message, fix: problem.fix };
};

export const namesOf = (need: EnvironmentNeed): readonly string[] => (typeof need === 'string' ? [need] : need.any_of);

/** True when both need the same variables, in any order. */
export const isSameNeed = (one: EnvironmentNeed, other: EnvironmentNeed): boolean =>
  [...namesOf(one)].sort().join() === [...namesOf(other)].sort().join();
