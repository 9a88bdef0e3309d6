import { EventStoreDBClient, jsonEvent, NO_STREAM, START, type JSONType } from '@eventstore/db-client';
import type { NewEvent } from '@guildhall/contracts';
import { canonicalJson } from '@guildhall/event-store';
import { openEventStoreDb } from '@guildhall/event-store/eventstoredb';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { times, type Figures } from '../harness/bench.js';

/** One way to talk to the server: ours, or the official client as it is. */
export interface Talker {
  name: string;
  append(stream: string, event: NewEvent, expected: 'none' | number): Promise<number>;
  /** Reads history until that many events have arrived. */
  catchUp(events: number): Promise<void>;
  close(): Promise<void>;
}

export const adapter = async (url: string): Promise<Talker> => {
  const store = await openEventStoreDb({ url });
  return {
    name: 'adapter',
    append: async (stream, event, expected) => (await store.append(stream, [event], expected)).revision,
    catchUp: async (events) => {
      let seen = 0;
      for await (const item of store.subscribeAll({ signal: new AbortController().signal })) {
        if (item.kind === 'events') seen += item.events.length;
        if (seen >= events) return;
      }
    },
    close: () => store.close(),
  };
};

export const bareClient = async (url: string): Promise<Talker> => {
  const client = EventStoreDBClient.connectionString(url);
  return {
    name: 'bare client',
    append: async (stream, { id, type, data, metadata }, expected) => {
      const event = jsonEvent({ id, type, data: data as JSONType, metadata: { ...metadata } });
      const expectedRevision = expected === 'none' ? NO_STREAM : BigInt(expected);
      return Number((await client.appendToStream(stream, [event], { expectedRevision })).nextExpectedRevision);
    },
    catchUp: (events) =>
      new Promise((resolve, reject) => {
        const subscription = client.subscribeToAll({ fromPosition: START });
        let seen = 0;
        subscription.on('error', reject);
        subscription.on('data', ({ event }) => {
          if (event !== undefined && !event.type.startsWith('$')) seen += 1;
          if (seen === events) subscription.unsubscribe().then(resolve, reject);
        });
      }),
    close: async () => {
      await Promise.race([client.dispose(), wait(2_000)]);
    },
  };
};

/** An event of about 300 bytes of data; its keys are in the order that both ways send. */
const event = (index: number): NewEvent => {
  const made: NewEvent = {
    id: randomUUID(),
    type: 'RoleAssigned',
    data: {
      workspaceId: '018f0000-0000-7000-8000-000000000001',
      role: `role ${index} `.padEnd(180, 'x'),
      previous: '',
    },
    metadata: {
      schemaVersion: 1,
      commandId: randomUUID(),
      commandDigest: 'd'.repeat(64),
      recordedAt: '2026-11-23T10:00:00.000Z',
      $correlationId: randomUUID(),
      $causationId: randomUUID(),
      actor: { kind: 'operator', id: 'operator' },
      org: 'default',
      hop: 0,
      occurredAt: '2026-11-23T10:00:00.000Z',
    },
  };
  return JSON.parse(canonicalJson(made)) as NewEvent;
};

/** Each caller appends to streams of its own, at exact revisions. */
export const appendAll = async (talker: Talker, callers: number, events: number): Promise<Figures> => {
  const run = randomUUID().slice(0, 8);
  const taken: number[] = [];
  let left = events;
  const caller = async (_: unknown, index: number): Promise<void> => {
    let revision: 'none' | number = 'none';
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      revision = await talker.append(`bench-${run}-${index}`, event(left), revision);
      taken.push(performance.now() - start);
    }
  };
  const figures = await measured(events, () => Promise.all(Array.from({ length: callers }, caller)));
  return { ...figures, ...times(taken) };
};

export const catchUp = (talker: Talker, events: number): Promise<Figures> =>
  measured(events, () => talker.catchUp(events));

/** The processor time is that of the client's side only: what is left when the server is not the limit. */
const measured = async (events: number, work: () => Promise<unknown>): Promise<Figures> => {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(before);
  return {
    case: '',
    events_per_s: Math.round(events / seconds),
    client_cpu_us_per_event: Math.round((user + system) / events),
  };
};
