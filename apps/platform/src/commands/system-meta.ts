import type { CommandMeta } from './command-meta.js';
import { derivedId } from './ids.js';
import { clock } from '../clock/clock.js';

export interface SystemCause {
  org: string;
  /** What makes the command the same one when it is tried again: the intent's id, a message id, an attempt. */
  key: readonly (string | number)[];
  correlationId: string;
  causationId?: string;
  hop?: number;
  traceparent?: string | null;
}

/** Metadata of a command that a reactor gives: derived ids make a repetition after a crash the same command. */
export const systemMeta = (reactor: string, cause: SystemCause): CommandMeta => {
  const commandId = derivedId(reactor, ...cause.key);
  return {
    actor: { kind: 'system', id: reactor },
    org: cause.org,
    commandId,
    correlationId: cause.correlationId,
    causationId: cause.causationId ?? commandId,
    hop: cause.hop ?? 0,
    traceparent: cause.traceparent ?? null,
    now: clock.instant(),
    fingerprint: [reactor, ...cause.key].join('\n'),
  };
};
