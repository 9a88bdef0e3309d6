/** One refused field of a request. */
export interface FieldProblem {
  field: string;
  message: string;
}

/** RFC 9457 problem details without the numeric `status` member, which would collide with the reference's status words. */
export interface ProblemBody {
  type: string;
  title: string;
  /** The same as a sentence for people: what happened. */
  error: string;
  /** Of the registry of errors. */
  code: string;
  /** What to do about it. */
  fix: string;
  correlation_id?: string;
  fields?: FieldProblem[];
  [extension: string]: unknown;
}

/** The source of the schema of a refusal in OpenAPI. */
export interface Problems {
  problem: ProblemBody;
}
