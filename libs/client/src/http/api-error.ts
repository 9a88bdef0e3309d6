import type { ErrorCode, FieldProblem, ProblemBody } from '@guildhall/contracts';

/** A refusal of the platform. `status` is the HTTP status; `problem` is the body as it came. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly fix: string;
  readonly fields: readonly FieldProblem[];
  readonly correlationId: string | null;

  constructor(
    readonly status: number,
    readonly problem: ProblemBody,
  ) {
    super(problem.error);
    this.name = 'ApiError';
    this.code = problem.code as ErrorCode;
    this.fix = problem.fix;
    this.fields = problem.fields ?? [];
    this.correlationId = problem.correlation_id ?? null;
  }
}

/** No answer came at all: wrong address, no network, or the platform is not running. */
export class UnreachableError extends Error {
  constructor(
    readonly url: string,
    options: { cause: unknown },
  ) {
    super('The platform cannot be reached.', options);
    this.name = 'UnreachableError';
  }
}

/**
 * Reads the problem of a refused answer. What is not problem+json (a proxy's page, an empty body) becomes a problem
 * with the code INTERNAL, so that callers have one form to show.
 */
export const apiErrorOf = async (response: Response): Promise<ApiError> => {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return new ApiError(response.status, body);
  return new ApiError(response.status, {
    type: 'about:blank',
    title: 'Unexpected answer',
    error: `The server answered with status ${response.status} and no explanation.`,
    code: 'INTERNAL',
    fix: 'Try again. If it happens again, look at the log of the platform.',
  });
};

const isProblem = (body: unknown): body is ProblemBody =>
  typeof body === 'object' && body !== null && 'code' in body && typeof (body as ProblemBody).error === 'string';
