import type { CredentialFact } from './events.js';

export type CredentialStatus = 'live' | 'ended';

/** The life of a credential: the status after each event; null: stays as it is. Expiry is no event. */
export const credentialStatusAfter = {
  TokenIssued: 'live',
  OperatorLoggedIn: 'live',
  TokenRevoked: 'ended',
  SessionEnded: 'ended',
  AccessRefused: null,
} as const satisfies Record<CredentialFact['type'], CredentialStatus | null>;
