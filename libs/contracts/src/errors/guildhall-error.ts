import { definitionOf } from '../declarations/error.js';
import type { ErrorCode } from './registry.js';

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
    const definition = definitionOf(code);
    super(fill(definition.title, details), options);
    this.name = 'GuildhallError';
    this.status = definition.status;
    this.fix = fill(definition.fix, details);
  }
}
