import type { Logger } from 'pino';

/**
 * Does `work` every `everyMs` milliseconds until the returned function is called. A failure is logged as `failure` and
 * met by the next time: work of a timer has no caller, so its error would end the process.
 */
export const repeated = (
  everyMs: number,
  work: () => Promise<void> | void,
  { log, failure }: { log: Pick<Logger, 'error'>; failure: string },
): (() => void) => {
  const timer = setInterval(() => {
    // In a promise, so that an error thrown at once is met as a later one.
    void (async () => work())().catch((error: unknown) => log.error({ err: error }, failure));
  }, everyMs);
  return () => clearInterval(timer);
};
