import type { ErrorDefinition } from '../declarations/problem.js';
import { sliceErrors } from '../slices.js';
import { platformErrors } from './platform.js';

/** The one registry of stable codes: every refusal names one of these. */
export const errorRegistry = {
  ...platformErrors,
  ...sliceErrors,
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errorRegistry;
export type ErrorDetails = Record<string, unknown>;

const fill = (template: string, details: ErrorDetails): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    details[name] === undefined ? whole : String(details[name]),
  );

/** A refusal with a code of the registry. `details` fill the sentence and travel as extension members. */
export class GuildhallError extends Error {
  readonly status: number;
  readonly fix: string;

  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(fill(errorRegistry[code].title, details), options);
    this.name = 'GuildhallError';
    this.status = errorRegistry[code].status;
    this.fix = fill(errorRegistry[code].fix, details);
  }
}
