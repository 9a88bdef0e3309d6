import { declarationOf, type EventMetadata, type Fact, type NewEvent } from '@guildhall/contracts';
import type { CommandMeta } from '../command-meta.js';
import { eventId } from '../ids.js';

/** A fact as deciders give it; `undoes` names the event that it takes back. */
export interface DecidedFact extends Fact {
  undoes?: string;
}

const metadataOf = (fact: DecidedFact, meta: CommandMeta, digest: string, recordedAt: string): EventMetadata => ({
  schemaVersion: declarationOf(fact.type)?.schemaVersion ?? 1,
  commandId: meta.commandId,
  commandDigest: digest,
  recordedAt,
  $correlationId: meta.correlationId,
  $causationId: meta.causationId,
  actor: meta.actor,
  org: meta.org,
  hop: meta.hop,
  occurredAt: meta.now,
  ...(meta.traceparent === null ? {} : { traceparent: meta.traceparent }),
  ...(fact.undoes === undefined ? {} : { undoes: fact.undoes }),
});

/** Wraps facts into events. Throws on a type that no contract declares: such an event could never be folded. */
export const envelop = (
  stream: string,
  facts: readonly DecidedFact[],
  meta: CommandMeta,
  digest: string,
  recordedAt: string,
): NewEvent[] =>
  facts.map((fact, index) => {
    if (declarationOf(fact.type) === undefined) throw new Error(`the event type ${fact.type} is not declared`);
    return {
      id: eventId(stream, meta.commandId, index),
      type: fact.type,
      data: fact.data,
      metadata: metadataOf(fact, meta, digest, recordedAt),
    };
  });
