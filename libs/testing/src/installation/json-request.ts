export interface JsonAnswer<T> {
  status: number;
  body: T;
  headers: Headers;
}

/** Asks with a body as JSON; the answer's body, {} when it has none. `token`: of a Bearer credential; null: without one. */
export const jsonRequest = async <T>(
  url: string,
  method: string,
  token: string | null,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<JsonAnswer<T>> => {
  const answer = await fetch(url, {
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
