import { hash, randomBytes } from 'node:crypto';

export interface FreshToken {
  /** 32 random bytes in base64url, the first character no dash: shown once, never stored. */
  token: string;
  digest: string;
  prefix: string;
}

/** SHA-256 (hex) of a token: all that is ever kept of it. */
export const digestOf = (token: string): string => hash('sha256', token);

export const freshToken = (): FreshToken => {
  let token: string;
  // On a command line, as people are shown it, a dash would begin an option.
  do token = randomBytes(32).toString('base64url');
  while (token.startsWith('-'));
  return { token, digest: digestOf(token), prefix: token.slice(0, 8) };
};
