/** One JSON line per entry, so that the platform's log reader needs no second format. Never message texts, never tokens. */
export type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

export interface Log {
  (level: Level, msg: string, fields?: Record<string, unknown>): void;
}

/** Log to standard output. A reader that went away (EPIPE) must not end the agent. */
export const stdoutLog = (base: Record<string, unknown>): Log => {
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return (level, msg, fields = {}) => {
    process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, msg, ...base, ...fields })}\n`);
  };
};
