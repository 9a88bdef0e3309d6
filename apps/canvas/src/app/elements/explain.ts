import { ApiError, UnreachableError } from '@guildhall/client';
import type { ProblemBody } from '@guildhall/contracts';

export interface Explanation {
  what: string;
  fix: string;
  fields: readonly { field: string; message: string }[];
  code: string | null;
  correlationId: string | null;
}

/** Explains a thrown problem: what happened and how to fix it. */
export const explain = (problem: unknown): Explanation => {
  if (problem instanceof ApiError) {
    const { message, fix, fields, code, correlationId } = problem;
    return { what: message, fix, fields, code, correlationId };
  }
  const isUnreachable = problem instanceof UnreachableError;
  return {
    what: isUnreachable ? 'Guildhall did not answer.' : 'Something went wrong on this page.',
    fix: isUnreachable ? 'Check that it is running, then try again. Nothing is lost.' : 'Reload the page.',
    fields: [],
    code: null,
    correlationId: null,
  };
};

/** What is wrong with each field of a form, by its name; null: nothing was refused. */
export const fieldMessages = (problem: unknown): ReadonlyMap<string, string> =>
  new Map(problem === null ? [] : explain(problem).fields.map(({ field, message }) => [field, message]));

/** A refusal that came over a socket, in the form of one over HTTP. */
export const problemError = (problem: ProblemBody): ApiError =>
  new ApiError((problem as { status?: number }).status ?? 0, problem);
