import { upcast, type RecordedEvent } from '@guildhall/contracts';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { positionAt } from './recorded.js';

const contracts = fileURLToPath(new URL('../../../contracts/src/', import.meta.url));

/** A golden event as this version reads it, recorded by itself. `name`: type and version, as in `MessageSent.v1`. */
export interface Golden {
  name: string;
  event: RecordedEvent;
}

type StoredGolden = Pick<RecordedEvent, 'type' | 'data'> & { schemaVersion: number };

/** One recorded event for each golden event of the contracts, upcast. */
export const readGoldens = (): Golden[] =>
  globSync('*/golden-events.json', { cwd: contracts })
    .flatMap((file) => JSON.parse(readFileSync(contracts + file, 'utf8')) as StoredGolden[])
    .map(({ type, data, schemaVersion }) => ({
      name: `${type}.v${schemaVersion}`,
      event: upcast(recordedGolden(type, data, schemaVersion)),
    }));

/**
 * The goldens of a subject in the order of its life: the events that open it, then the given one.
 * `openers`: types of the opening events; ids of the given event replace theirs.
 */
export const withOpeners = (
  goldens: readonly Golden[],
  { event }: Golden,
  openers: readonly string[],
): RecordedEvent[] => {
  const opening = openers.filter((type) => type !== event.type).flatMap((type) => openedBy(goldens, type, event.data));
  return [...opening, event].map((one, index) => ({ ...one, position: positionAt(index + 1), revision: index }));
};

const ids = ['org', 'workspaceId', 'messageId', 'conversationId', 'changeId', 'sessionId', 'credentialId'];

const openedBy = (goldens: readonly Golden[], type: string, subject: unknown): RecordedEvent[] => {
  const opener = goldens.find(({ event }) => event.type === type)?.event;
  if (opener === undefined) return [];
  const data = { ...(opener.data as Record<string, unknown>) };
  for (const id of ids) {
    const value = (subject as Record<string, unknown>)[id];
    if (id in data && value !== undefined) data[id] = value;
  }
  return [{ ...opener, data }];
};

const recordedGolden = (type: string, data: unknown, schemaVersion: number): RecordedEvent => ({
  id: `golden-${type}`,
  type,
  data,
  stream: 'golden',
  revision: 0,
  position: positionAt(1),
  metadata: {
    schemaVersion,
    commandId: 'c',
    commandDigest: '',
    recordedAt: '2026-11-23T10:00:00.000Z',
    occurredAt: '2026-11-23T10:00:00.000Z',
    $correlationId: 'c',
    $causationId: 'c',
    actor: { kind: 'operator', id: 'ada' },
    org: 'default',
    hop: 0,
  },
});
