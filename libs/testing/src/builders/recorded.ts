import {
  declarationOf,
  organisationEvents,
  provisioningEvents,
  registryEvents,
  streams,
  treeEvents,
  instantOf,
  millisecondsOf,
  type AnyFact,
  type EventMetadata,
  type RecordedEvent,
} from '@guildhall/contracts';
import { exampleIds } from './example-ids.js';

/** Position of the n-th event of a log, from 1, as text of fixed width. */
export const positionAt = (ordinal: number): string => String(ordinal).padStart(16, '0');

export interface RecordedOptions {
  id?: string;
  stream?: string;
  revision?: number;
  /** From 1; also determines the position. */
  ordinal?: number;
  recordedAt?: string;
  metadata?: Partial<EventMetadata>;
}

const defaultInstant = '2026-11-23T10:00:00.000Z';

/** The stream that a fact belongs to. */
export const streamOf = (fact: AnyFact, org: string): string => {
  const data = fact.data as { workspaceId?: string; credentialId?: string; conversationId?: string };
  if ('conversationId' in data) return streams.conversation(data.conversationId ?? '');
  if ('credentialId' in data) return streams.credential(data.credentialId ?? '');
  const workspaceId = data.workspaceId ?? '';
  const isOf = (events: object): boolean => Object.hasOwn(events, fact.type);
  if (isOf(organisationEvents)) return streams.organisation(org);
  if (isOf(treeEvents)) return streams.tree(org);
  if (isOf(registryEvents)) return streams.agent(workspaceId);
  return isOf(provisioningEvents) ? streams.provisioning(workspaceId) : streams.workspace(workspaceId);
};

/** An event as the store returns it, with complete metadata. */
export const recorded = <F extends AnyFact>(
  fact: F,
  options: RecordedOptions = {},
): RecordedEvent<F['type'], F['data']> => {
  const { ordinal = 1, revision = 0, recordedAt = defaultInstant, metadata } = options;
  const org = metadata?.org ?? exampleIds.org;
  const number = String(ordinal).padStart(12, '0');
  return {
    id: options.id ?? `018f0000-0000-5000-8000-${number}`,
    type: fact.type,
    data: fact.data,
    stream: options.stream ?? streamOf(fact, org),
    revision,
    position: positionAt(ordinal),
    metadata: {
      schemaVersion: declarationOf(fact.type)?.schemaVersion ?? 1,
      commandId: `018f0000-0000-7000-8000-${number}`,
      commandDigest: '2'.repeat(64),
      recordedAt,
      $correlationId: `018f0000-0000-7000-8000-${number}`,
      $causationId: `018f0000-0000-7000-8000-${number}`,
      actor: { kind: 'operator', id: 'operator' },
      org,
      hop: 0,
      occurredAt: recordedAt,
      ...metadata,
    },
  };
};

/** A log of these facts: positions from 1 on, revisions counted per stream, one second apart. */
export const recordedLog = (facts: readonly AnyFact[], metadata: Partial<EventMetadata> = {}): RecordedEvent[] => {
  const revisions = new Map<string, number>();
  const start = millisecondsOf(defaultInstant);
  return facts.map((fact, index) => {
    const stream = streamOf(fact, metadata.org ?? exampleIds.org);
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    const recordedAt = instantOf(start + index * 1_000);
    return recorded(fact, { stream, revision, ordinal: index + 1, recordedAt, metadata });
  });
};
