import { EventStoreDBClient } from '@eventstore/db-client';
import { setTimeout as wait } from 'node:timers/promises';
import { insideOf } from './client.js';
import { EventStoreUnusable } from './unusable.js';

/** One client for each server in a process: two clients would end each other's appends. */
const inUse = new Map<string, SharedClient>();

export class SharedClient {
  private users = 0;

  private constructor(
    private readonly url: string,
    readonly client: EventStoreDBClient,
  ) {}

  /** Throws `EventStoreUnusable` if `url` is not a connection string. */
  static acquire(url: string): SharedClient {
    const shared = inUse.get(url) ?? new SharedClient(url, clientOf(url));
    inUse.set(url, shared);
    shared.users += 1;
    return shared;
  }

  /** The last user closes the connection, and waits no longer than that: the client may hang. */
  async release(withinMs: number): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    inUse.delete(this.url);
    const timer = new AbortController();
    await Promise.race([
      this.closeConnection().finally(() => timer.abort()),
      wait(withinMs, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
  }

  private async closeConnection(): Promise<void> {
    await this.client.dispose();
    const channel = await insideOf(this.client)
      .getChannel()
      .catch(() => null);
    channel?.close();
  }
}

const clientOf = (url: string): EventStoreDBClient => {
  try {
    return EventStoreDBClient.connectionString(url);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EventStoreUnusable(`EVENTSTORE_URL cannot be used: ${reason}`, { cause: error });
  }
};
