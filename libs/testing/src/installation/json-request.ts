import { checkedFetch } from '../open-api/checked-answers.js';

export interface JsonAnswer<T> {
  status: number;
  body: T;
  headers: Headers;
}

/**
 * Asks the platform at `base` with a body as JSON, and checks the answer against its OpenAPI document. Gives the
 * answer's body, {} when it has none. `token`: of a Bearer credential; null: without one.
 */
export const jsonRequest = async <T>(
  base: string,
  method: string,
  path: string,
  token: string | null,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<JsonAnswer<T>> => {
  const answer = await checkedFetch(base, path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as T, headers: answer.headers };
};
