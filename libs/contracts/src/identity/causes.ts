import type { CauseSentences } from '../declarations/cause.js';

/** Why a token was revoked. */
export const identityCauses = {
  start_failed: 'the start failed',
  start_adopted: 'not needed',
  start_newer: 'a newer start',
  token_rotated: 'rotated: {credentialId} took its place',
  token_revoked: 'revoked by an operator',
} as const satisfies CauseSentences;
