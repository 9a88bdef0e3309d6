import type { NewEvent } from '@guildhall/contracts';
import { randomUUID } from 'node:crypto';
import type { EventStore } from '../port.js';

/** An event with that name; the suites compare ids and data and give names no meaning. */
export const anEvent = (name: string, size = 0): NewEvent => ({
  id: randomUUID(),
  type: 'RoleAssigned',
  data: { name, filling: 'x'.repeat(size) },
  metadata: {
    schemaVersion: 1,
    commandId: randomUUID(),
    commandDigest: '',
    recordedAt: '2026-11-23T10:00:00.000Z',
    $correlationId: 'correlation',
    $causationId: 'causation',
    actor: { kind: 'system', id: 'suite' },
    org: 'default',
    hop: 0,
    occurredAt: '2026-11-23T10:00:00.000Z',
  },
});

export const named = (...names: string[]): NewEvent[] => names.map((name) => anEvent(name));
export const nameOf = (event: { data: unknown }): string => (event.data as { name: string }).name;

/** The store's methods as own members, so that a test can replace one. */
export const bound = (store: EventStore): EventStore => ({
  logId: store.logId,
  append: (stream, events, expected) => store.append(stream, events, expected),
  readStream: (stream, read) => store.readStream(stream, read),
  readAll: (read) => store.readAll(read),
  head: () => store.head(),
  subscribeAll: (subscription) => store.subscribeAll(subscription),
  close: () => store.close(),
});
