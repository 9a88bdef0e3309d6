import { Pool } from 'undici';

/** A request of the load: what is asked, and whether an answer counts as a success. */
export interface LoadRequest {
  method: 'POST' | 'PATCH';
  path: string;
  body: unknown;
  headers?: Record<string, string>;
}
export interface LoadResult {
  answers: number;
  failures: number;
  perSecond: number;
  p50: number;
  p99: number;
  p999: number;
}

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

export interface LoadOptions {
  callers: number;
  seconds: number;
  headers: (index: number) => Record<string, string>;
  /** null: there is nothing left to ask. */
  next: () => LoadRequest | null;
  onAnswer?: (request: LoadRequest, body: string) => void;
}

/** `callers` callers over keep-alive connections, each asking again as soon as it has its answer, for `seconds`. */
export const runLoad = async (url: string, options: LoadOptions): Promise<LoadResult> => {
  const pool = new Pool(url, { connections: options.callers, pipelining: 1 });
  const times: number[] = [];
  let failures = 0;
  const start = performance.now();
  const end = start + options.seconds * 1_000;
  const caller = async (lane: number): Promise<void> => {
    for (let index = 0; performance.now() < end; index += 1) {
      const request = options.next();
      if (request === null) return;
      const asked = performance.now();
      const { ok, text } = await ask(pool, request, options.headers(lane + index * options.callers));
      times.push(performance.now() - asked);
      if (ok) options.onAnswer?.(request, text);
      else failures += 1;
    }
  };
  await Promise.all(Array.from({ length: options.callers }, (_, lane) => caller(lane)));
  const seconds = (performance.now() - start) / 1_000;
  await pool.close();
  return { ...resultOf(times, seconds), failures };
};

const ask = async (
  pool: Pool,
  request: LoadRequest,
  headers: Record<string, string>,
): Promise<{ ok: boolean; text: string }> => {
  const { statusCode, body } = await pool.request({
    method: request.method,
    path: request.path,
    headers: { 'content-type': 'application/json', ...headers, ...request.headers },
    body: JSON.stringify(request.body),
  });
  return { ok: statusCode < 300, text: await body.text() };
};

const resultOf = (times: number[], seconds: number): Omit<LoadResult, 'failures'> => {
  times.sort((a, b) => a - b);
  return {
    answers: times.length,
    perSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    p999: percentile(times, 0.999),
  };
};
