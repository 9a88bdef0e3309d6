/** Bounded on purpose: a person waits for the answer and must be told when it does not come. */
export const retryPolicy = { attempts: 3, networkMs: 300, busyMs: 500, longestMs: 20_000 } as const;

/** What `Retry-After` asks for (seconds or a date), in milliseconds, at most `longestMs`; without it: doubling waits. */
export const retryAfterMs = (response: Response, attempt: number, now = Date.now()): number => {
  const value = response.headers.get('retry-after');
  const seconds = value === null ? Number.NaN : Number(value);
  const asked = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value ?? '') - now;
  const ms = Number.isFinite(asked) ? asked : retryPolicy.busyMs * 2 ** (attempt - 1);
  return Math.min(Math.max(ms, 0), retryPolicy.longestMs);
};

export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
