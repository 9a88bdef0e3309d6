import { GuildhallError, type ErrorCode, type ErrorDetails } from '@guildhall/contracts';
import Dockerode from 'dockerode';
import { Agent } from 'node:http';
import { inspect } from 'node:util';
import { BackendFailure } from '../../../backend-port/backend.js';

/** Limits of a call, so that nothing waits for an engine for ever. */
interface CallOptions<T> {
  /** Milliseconds until the call counts as not answered. */
  limitMs?: number;
  /** Status codes of the engine that are no failure here; the call gives null. */
  tolerate?: readonly number[];
  /** What the engine gave after the time limit, when no caller waits for it any more. */
  onLate?: (result: T) => void;
}

const callLimitMs = 15_000;
const unanswered = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'EACCES',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Status code of the engine's answer; null: there was none. */
export const statusOf = (error: unknown): number | null =>
  (error as { statusCode?: number } | null)?.statusCode ?? null;

/** The engine's own sentence, without what the client puts around it. */
export const sentenceOf = (error: unknown): string => {
  const { json, message } = (error ?? {}) as { json?: { message?: string }; message?: string };
  return (json?.message ?? message ?? String(error)).trim();
};

/** A failure of the registry, of which `cause` holds the refusal with its details. */
export const failure = (code: ErrorCode, details: ErrorDetails, cause?: unknown, passing = false): BackendFailure => {
  const refusal = new GuildhallError(code, details, { cause });
  return new BackendFailure(code, refusal.message, passing, { cause: refusal });
};

export const unreachable = (reason: string, cause?: unknown): BackendFailure =>
  failure('ENGINE_UNREACHABLE', { reason: withFullStop(reason) }, cause, true);

/** Of a refused container: is it for want of its image? */
export const isImageMissing = (error: unknown): boolean => /no such image/i.test(sentenceOf(error));

export const imageMissing = (image: string, cause: unknown): BackendFailure =>
  failure('IMAGE_MISSING', { image }, cause);

const withFullStop = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

/**
 * The client prints the options of every request for a debug log, even while that log is off. Printing an agent with all
 * its open connections takes hundreds of milliseconds, so this one prints its name.
 */
class EngineConnections extends Agent {
  [inspect.custom](): string {
    return EngineConnections.name;
  }
}

/** A container engine behind its HTTP API. */
export class Engine {
  readonly docker: Dockerode;

  /**
   * Default: what DOCKER_HOST says, else the engine's socket on this machine. `limitMs`: milliseconds until a call counts as
   * not answered, unless it says so itself.
   */
  constructor(
    options?: Dockerode.DockerOptions,
    private readonly limitMs = callLimitMs,
  ) {
    this.docker = new Dockerode(options);
    const modem = this.docker.modem as unknown as { protocol: string; agent?: Agent };
    // A connection kept from before the engine was restarted would fail the first call after it.
    if (modem.protocol === 'http') modem.agent = new EngineConnections({ keepAlive: false });
  }

  /** Whether it answers at all within `limitMs`. Throws as `call` does. */
  async ping(limitMs: number): Promise<void> {
    await this.call(
      (docker, abortSignal) => {
        // The client takes options here too, which its types do not say.
        const ping = docker.ping as unknown as (options: { abortSignal: AbortSignal }) => Promise<unknown>;
        return ping.call(docker, { abortSignal });
      },
      { limitMs },
    );
  }

  /**
   * Runs one call with a time limit. Throws BackendFailure ENGINE_UNREACHABLE when nothing answers; what the engine
   * refuses keeps its status code.
   */
  async call<T>(work: (docker: Dockerode, abortSignal: AbortSignal) => Promise<T>): Promise<T>;
  async call<T>(
    work: (docker: Dockerode, abortSignal: AbortSignal) => Promise<T>,
    options: CallOptions<T>,
  ): Promise<T | null>;
  async call<T>(
    work: (docker: Dockerode, abortSignal: AbortSignal) => Promise<T>,
    { limitMs = this.limitMs, tolerate = [], onLate }: CallOptions<T> = {},
  ): Promise<T | null> {
    const aborting = new AbortController();
    try {
      return await withLimit(work(this.docker, aborting.signal), limitMs, onLate);
    } catch (error) {
      const status = statusOf(error);
      if (status !== null && tolerate.includes(status)) return null;
      if (error instanceof BackendFailure) aborting.abort();
      throw status === null && unanswered.has((error as NodeJS.ErrnoException).code ?? '')
        ? unreachable(sentenceOf(error), error)
        : error;
    }
  }
}

const withLimit = async <T>(work: Promise<T>, limitMs: number, onLate?: (result: T) => void): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // A late refusal is as good as none.
      if (onLate !== undefined) work.then(onLate, () => undefined);
      reject(unreachable(`no answer within ${limitMs / 1_000} s`));
    }, limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
