import { fileErrors } from '../files/errors.js';
import { configurationErrors } from '../configuration/errors.js';
import { messageErrors } from '../messages/errors.js';
import { identityErrors } from '../identity/errors.js';
import { provisioningErrors } from '../provisioning/errors.js';
import { registryErrors } from '../registry/errors.js';
import { terminalErrors } from '../terminal/errors.js';
import { templateErrors } from '../templates/errors.js';
import { workspaceErrors } from '../workspaces/errors.js';
import type { ErrorDefinition } from '../declarations/problem.js';
import { platformErrors } from './platform.js';

/** The one registry of stable codes: every refusal names one of these. */
export const errorRegistry = {
  ...platformErrors,
  ...identityErrors,
  ...workspaceErrors,
  ...registryErrors,
  ...provisioningErrors,
  ...messageErrors,
  ...configurationErrors,
  ...templateErrors,
  ...fileErrors,
  ...terminalErrors,
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
