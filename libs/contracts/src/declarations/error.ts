/** What an error code means. `{name}` in `title` and `fix` is filled from the error's details. */
export interface ErrorDefinition {
  readonly status: number;
  readonly title: string;
  readonly fix: string;
}

const definitions = new Map<string, ErrorDefinition>();

/**
 * Declares error codes, and makes them known to `GuildhallError`: a program that loads one slice has its errors without
 * those of all others, whose request bodies would bring the validator along.
 */
export const defineErrors = <const Errors extends Readonly<Record<string, ErrorDefinition>>>(
  errors: Errors,
): Errors => {
  for (const [code, definition] of Object.entries(errors)) definitions.set(code, definition);
  return errors;
};

/** Throws for a code whose declaration is not loaded. */
export const definitionOf = (code: string): ErrorDefinition => {
  const definition = definitions.get(code);
  if (definition === undefined) throw new Error(`nothing declares the error ${code}: import the slice that does`);
  return definition;
};
