import { pageHeader, type AnswerFormat, type Position } from '@guildhall/contracts';
import { apiErrorOf, UnreachableError } from './api-error.js';
import { newIdempotencyKey } from './idempotency-key.js';
import { pause, retryAfterMs, retryPolicy } from './retry.js';

export interface HttpClientOptions {
  /** For example `http://127.0.0.1:8080`; empty in a browser: the page's own origin. */
  baseUrl: string;
  /** Bearer token; absent: the session cookie. */
  token?: string;
  /** Secret of the page, which goes with the session cookie; asked each time, because another tab may log in again. */
  page?: () => string | undefined;
  fetch?: typeof fetch;
  /** How retries wait, in milliseconds; tests give one that does not. */
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** What a command answered. `position` goes into the next query's `minPosition`; `etag` into the next `ifMatch`. */
export interface Answer<Body> {
  body: Body;
  position: Position | null;
  etag: string | null;
}

export interface QueryOptions {
  /** Wait (at most 2 s) until the view has reached this position. */
  minPosition?: Position;
  signal?: AbortSignal;
}

export interface CommandOptions {
  /** Repeat a command with its first key and it takes effect once; absent: a new UUID. */
  idempotencyKey?: string;
  /** ETag that must still hold; else 412. */
  ifMatch?: string;
  signal?: AbortSignal;
}

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One platform: sends requests, reads answers, repeats only what is safe to repeat. Paths carry their query. */
export interface Connection {
  /** `format`: how the answer is read; bytes become a `Blob`. */
  get<Body>(path: string, options?: QueryOptions, format?: AnswerFormat): Promise<Body>;
  /** A `FormData` goes as it is; anything else as JSON. */
  send<Body>(method: Method, path: string, body?: object, options?: CommandOptions): Promise<Answer<Body>>;
  /** For what a browser follows by itself. */
  addressOf(path: string): string;
}

const isForm = (body: object): body is FormData => body instanceof FormData;

const answerOf = async <Body>(response: Response): Promise<Answer<Body>> => ({
  body: (response.status === 204 ? null : await response.json()) as Body,
  position: response.headers.get('x-position'),
  etag: response.headers.get('etag'),
});

const readAs: Record<AnswerFormat, (response: Response) => Promise<unknown>> = {
  json: (response) => response.json(),
  text: (response) => response.text(),
  bytes: (response) => response.blob(),
  redirect: () => Promise.resolve(null),
};

interface Requests {
  query(path: string, init: RequestInit): Promise<Response>;
  command(path: string, init: RequestInit): Promise<Response>;
}

/** What is safe to repeat: a query that was told to wait, and a command whose answer was lost. */
const repeating = (options: HttpClientOptions): Requests => {
  const base = options.baseUrl.replace(/\/$/, '');
  const send = options.fetch ?? ((input, init) => fetch(input, init));
  const wait = options.wait ?? pause;

  const once = async (path: string, init: RequestInit): Promise<Response> => {
    const url = `${base}${path}`;
    try {
      return await send(url, { credentials: 'same-origin', ...init });
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw new UnreachableError(url, { cause });
    }
  };

  return {
    async query(path, init) {
      for (let attempt = 1; ; attempt += 1) {
        const response = await once(path, init);
        const isBusy = response.status === 503 || response.status === 429;
        if (!isBusy || attempt === retryPolicy.attempts) return response;
        await wait(retryAfterMs(response, attempt), init.signal ?? undefined);
      }
    },
    async command(path, init) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(path, init);
        } catch (error) {
          if (!(error instanceof UnreachableError) || attempt === retryPolicy.attempts) throw error;
          await wait(retryPolicy.networkMs * 2 ** (attempt - 1), init.signal ?? undefined);
        }
      }
    },
  };
};

const signalOf = (signal: AbortSignal | undefined): RequestInit => (signal === undefined ? {} : { signal });

/** @throws ApiError for a refusal, UnreachableError when no answer came. */
export const createConnection = (options: HttpClientOptions): Connection => {
  const requests = repeating(options);
  const credentials = (): Record<string, string> => {
    const page = options.page?.();
    return {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(page === undefined ? {} : { [pageHeader]: page }),
    };
  };

  return {
    async get<Body>(path: string, { minPosition, signal }: QueryOptions = {}, format: AnswerFormat = 'json') {
      const headers = { ...credentials(), ...(minPosition === undefined ? {} : { 'x-min-position': minPosition }) };
      const response = await requests.query(path, { headers, ...signalOf(signal) });
      if (!response.ok) throw await apiErrorOf(response);
      return (await readAs[format](response)) as Body;
    },

    async send<Body>(method: Method, path: string, body?: object, given: CommandOptions = {}) {
      const headers: Record<string, string> = {
        ...credentials(),
        'idempotency-key': given.idempotencyKey ?? newIdempotencyKey(),
        ...(body === undefined || isForm(body) ? {} : { 'content-type': 'application/json' }),
        ...(given.ifMatch === undefined ? {} : { 'if-match': given.ifMatch }),
      };
      const content = body === undefined ? {} : { body: isForm(body) ? body : JSON.stringify(body) };
      const response = await requests.command(path, { method, headers, ...content, ...signalOf(given.signal) });
      if (!response.ok) throw await apiErrorOf(response);
      return answerOf<Body>(response);
    },

    addressOf: (path) => `${options.baseUrl.replace(/\/$/, '')}${path}`,
  };
};
