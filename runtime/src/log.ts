/** One JSON line per entry, as the platform's log reader expects. Never log message texts or tokens. */
export type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

export interface Log {
  (level: Level, msg: string, fields?: Record<string, unknown>): void;
}

/** Logs to standard output. A reader that has gone (EPIPE) must not end the agent. */
export const stdoutLog = (base: Record<string, unknown>): Log => {
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return (level, msg, fields = {}) => {
    process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, msg, ...base, ...fields })}\n`);
  };
};
