import type { RecordedEvent } from '@guildhall/contracts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anEvent } from '../contract/events.suite.js';
import { openEmbeddedEventStore, type EmbeddedEventStore } from '../embedded/embedded-event-store.js';
import { verifyWholeChain } from '../embedded/chain/parallel-verifier.js';
import { logFile } from '../embedded/schema.js';
import type { EventStore } from '../port.js';
import { LogCursor } from './log-cursor.js';

/** A temporary folder with embedded stores, by name. */
export class StoresFolder {
  private readonly open = new Map<string, EmbeddedEventStore>();

  private constructor(readonly path: string) {}

  static async make(): Promise<StoresFolder> {
    return new StoresFolder(await mkdtemp(join(tmpdir(), 'guildhall-move-')));
  }

  async store(name: string): Promise<EmbeddedEventStore> {
    const known = this.open.get(name);
    if (known !== undefined) return known;
    const store = await openEmbeddedEventStore({ directory: this.directory(name) });
    this.open.set(name, store);
    return store;
  }

  directory(name: string): string {
    return join(this.path, name, 'log');
  }

  /** The chain as the embedded store wrote it. */
  async ownChain(name: string): Promise<{ count: number; link: string; damagedAt: string | null }> {
    const { mark, damagedAt } = await verifyWholeChain(join(this.directory(name), logFile));
    return { count: mark.number, link: mark.link, damagedAt };
  }

  async close(): Promise<void> {
    for (const store of this.open.values()) await store.close();
    this.open.clear();
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.path, { recursive: true });
  }
}

/** Appends events to the streams in turn, sometimes several to one stream in a row, with strings that JSON must escape. */
export const fill = async (store: EventStore, count: number, streams = 7): Promise<void> => {
  const revisions = new Map<string, number>();
  const appends: Promise<unknown>[] = [];
  for (let number = 0; number < count;) {
    const stream = `workspace-${(number * 5) % streams}`;
    const revision = revisions.get(stream) ?? -1;
    const size = Math.min(1 + (number % 4), count - number);
    const events = Array.from({ length: size }, (_, index) =>
      anEvent(`"é\u2028\u{1f3db}\\ ${number + index}`, number % 50),
    );
    appends.push(store.append(stream, events, revision === -1 ? 'none' : revision));
    revisions.set(stream, revision + size);
    number += size;
  }
  await Promise.all(appends);
};

/** All events without their positions, which differ between stores. */
export const contentsOf = async (store: EventStore): Promise<Omit<RecordedEvent, 'position'>[]> => {
  const events = await new LogCursor(store, (await store.head()).position).next(10_000);
  return events.map(({ stream, revision, id, type, data, metadata }) => ({
    stream,
    revision,
    id,
    type,
    data,
    metadata,
  }));
};
