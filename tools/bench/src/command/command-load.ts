import { Pool } from 'undici';

/** A request of the load: what is asked, and whether an answer counts as a success. */
export interface LoadRequest {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}
export interface LoadResult {
  answers: number;
  failures: number;
  /** How many answers of each status the failures were. */
  refusals: ReadonlyMap<number, number>;
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
  /** Callers are counted from 0. null: there is nothing left to ask. */
  next: (caller: number) => LoadRequest | null;
  onAnswer?: (request: LoadRequest, body: string) => void;
}

/** `callers` callers over keep-alive connections, each asking again as soon as it has its answer, for `seconds`. */
export const runLoad = async (url: string, options: LoadOptions): Promise<LoadResult> => {
  const pool = new Pool(url, { connections: options.callers, pipelining: 1 });
  const times: number[] = [];
  const refusals = new Map<number, number>();
  const start = performance.now();
  const end = start + options.seconds * 1_000;
  const caller = async (lane: number): Promise<void> => {
    for (let index = 0; performance.now() < end; index += 1) {
      const request = options.next(lane);
      if (request === null) return;
      const asked = performance.now();
      const { status, text } = await ask(pool, request, options.headers(lane + index * options.callers));
      times.push(performance.now() - asked);
      if (status < 300) options.onAnswer?.(request, text);
      else refusals.set(status, (refusals.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: options.callers }, (_, lane) => caller(lane)));
  const seconds = (performance.now() - start) / 1_000;
  await pool.close();
  const failures = [...refusals.values()].reduce((sum, count) => sum + count, 0);
  return { ...resultOf(times, seconds), failures, refusals };
};

const ask = async (
  pool: Pool,
  request: LoadRequest,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> => {
  const data = request.body === undefined ? null : JSON.stringify(request.body);
  const { statusCode, body } = await pool.request({
    method: request.method,
    path: request.path,
    headers: { ...(data === null ? {} : { 'content-type': 'application/json' }), ...headers, ...request.headers },
    body: data,
  });
  return { status: statusCode, text: await body.text() };
};

const resultOf = (times: number[], seconds: number): Omit<LoadResult, 'failures' | 'refusals'> => {
  times.sort((a, b) => a - b);
  return {
    answers: times.length,
    perSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    p999: percentile(times, 0.999),
  };
};
