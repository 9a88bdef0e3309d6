const name = 'gh_session';

/** Value of the session cookie in a Cookie header. */
export const sessionOf = (header: string | undefined): string | undefined =>
  header
    ?.split('; ')
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** Set-Cookie for a session; not readable by scripts, not sent along with requests of other sites. */
export const sessionCookie = (value: string, seconds: number, secure: boolean): string =>
  `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
