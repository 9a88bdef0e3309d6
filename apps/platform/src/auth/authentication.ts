import type { Principal } from '../commands/command-meta.js';

/** What a caller shows of itself; an `authorization` counts before a cookie. */
export interface Shown {
  /** Header `Authorization`. */
  authorization?: string | undefined;
  /** Value of the session cookie. */
  cookie?: string | undefined;
  /** The secret of the page that goes with the cookie. */
  page?: string | undefined;
}

/** Finds out who is asking. The identity slice implements it. */
export abstract class Authentication {
  /** Throws UNAUTHENTICATED, TOKEN_REVOKED, PAGE_UNKNOWN or CHECK_UNAVAILABLE. */
  abstract principal(shown: Shown): Promise<Principal>;
  /** Whether a cookie is that of a live session; says nothing of the page that sent it. Throws CHECK_UNAVAILABLE. */
  abstract isSession(cookie: string): Promise<boolean>;
  /** When the credential ends by its own time, in milliseconds since the epoch; null: never, as far as is known. */
  abstract expiryOf(credentialId: string): number | null;
  /** `listener` gets every credential that ends before its own time, also while the log is read at the start. */
  abstract whenEnded(listener: (credentialId: string) => void): void;
}
