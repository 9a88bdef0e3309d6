import type { ErrorDefinition } from '../declarations/error.js';
import { sliceErrors } from '../slices.js';
import { platformErrors } from './platform.js';

/** The one registry of stable codes: every refusal names one of these. */
export const errorRegistry = {
  ...platformErrors,
  ...sliceErrors,
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errorRegistry;
