import { EventStoreDBClient } from '@eventstore/db-client';
import { setTimeout as wait } from 'node:timers/promises';
import { insideOf } from './client.js';
import { EventStoreUnusable } from './unusable.js';

/** One client for each server in a process: clients beside each other end each other's appends. */
const inUse = new Map<string, SharedClient>();

export class SharedClient {
  private users = 0;

  private constructor(
    private readonly url: string,
    readonly client: EventStoreDBClient,
  ) {}

  /** Throws `EventStoreUnusable` for what is no connection string. */
  static take(url: string): SharedClient {
    const shared = inUse.get(url) ?? new SharedClient(url, clientOf(url));
    inUse.set(url, shared);
    shared.users += 1;
    return shared;
  }

  /** The last user takes the connection down; the client may hang at that. */
  async release(withinMs: number): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    inUse.delete(this.url);
    const timer = new AbortController();
    await Promise.race([
      this.takeDown().finally(() => timer.abort()),
      wait(withinMs, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
  }

  private async takeDown(): Promise<void> {
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
    const said = error instanceof Error ? error.message : String(error);
    throw new EventStoreUnusable(`EVENTSTORE_URL cannot be used: ${said}`, { cause: error });
  }
};
