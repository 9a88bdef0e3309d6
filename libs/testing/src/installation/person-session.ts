import { pageFragment, pageHeader } from '@guildhall/contracts';

/** What a browser holds after a login: the cookie, and the secret that only its page knows. */
export interface PersonSession {
  cookie: string;
  page: string;
  /** Attributes of the cookie. */
  attributes: readonly string[];
  /** Of the requests that the page sends. */
  headers: Record<string, string>;
}

/** Follows a login link, of which only the path counts, as a browser does. `url`: where the platform listens. */
export const logInWith = async (url: string, link: string): Promise<PersonSession> => {
  const { pathname, search } = new URL(link);
  const answer = await fetch(`${url}${pathname}${search}`, { redirect: 'manual' });
  const [cookie = '', ...attributes] = (answer.headers.get('set-cookie') ?? '').split('; ');
  const page = answer.headers.get('location')?.split(`#${pageFragment}=`)[1] ?? '';
  return { cookie, page, attributes, headers: { cookie, [pageHeader]: page } };
};
