import type { EventStoreDBClient } from '@eventstore/db-client';
import { setTimeout as wait } from 'node:timers/promises';

const silenceMs = 2_000;
const disposeMs = 500;

/** Whether a node serves reads of the official client. The adapter would write its identity into an empty log. */
export const nodeAnswers = async (url: string): Promise<boolean> => {
  // Most of those who import this library start no node.
  const { EventStoreDBClient: Client, START } = await import('@eventstore/db-client');
  const client = Client.connectionString(url);
  try {
    return await isServed(client.readAll({ fromPosition: START, maxCount: 1 }));
  } finally {
    // The client may hang while it closes.
    await Promise.race([client.dispose(), wait(disposeMs, undefined, { ref: false })]);
  }
};

const isServed = (read: ReturnType<EventStoreDBClient['readAll']>): Promise<boolean> =>
  new Promise((resolve) => {
    const done = (isAnswered: boolean): void => {
      clearTimeout(timer);
      resolve(isAnswered);
    };
    const timer = setTimeout(() => {
      read.cancel().catch(() => undefined);
      done(false);
    }, silenceMs);
    read.on('error', () => done(false));
    read.on('end', () => done(true));
    read.resume();
  });
