import type { Principal } from '../commands/command-meta.js';

/** Finds out who is asking. The identity slice implements it. */
export abstract class Authentication {
  /** Throws UNAUTHENTICATED, TOKEN_REVOKED or CHECK_UNAVAILABLE. */
  abstract principal(authorization: string | undefined, cookie: string | undefined): Promise<Principal>;
  /** When the credential ends by its own time, in milliseconds since the epoch; null: never, as far as is known. */
  abstract expiryOf(credentialId: string): number | null;
  /** `listener` gets every credential that ends before its own time, also while the log is read at the start. */
  abstract whenEnded(listener: (credentialId: string) => void): void;
}
