import { GuildhallError, type Position } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import type { Document, Filter, FindOptions, FoundPage, Place, ReadStore } from '@guildhall/read-store';
import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { ActiveCopies } from './active-copies.js';
import { InjectStores } from './injection.js';
import type { Stores } from './stores.js';

const waitMs = 2_000;
const firstPollMs = 3;
const longestPollMs = 25;

/** The read models as queries see them: always the active build of a view, and never older than was asked for. */
@Injectable()
export class Views {
  private readonly store: ReadStore;
  private readonly events: Pick<EventStore, 'head'>;
  private readonly copies: ActiveCopies;
  private reading: Promise<ReadonlyMap<string, Place>> | null = null;

  constructor(@InjectStores() { reads, views, events }: Pick<Stores, 'reads' | 'views' | 'events'>) {
    this.store = reads;
    this.events = events;
    this.copies = new ActiveCopies(views);
  }

  async get(view: string, id: string): Promise<Document | null> {
    return this.read(
      view,
      (copy) => this.store.get(copy, id),
      (found) => found === null,
    );
  }

  async find(view: string, filter: Filter, options: FindOptions): Promise<FoundPage> {
    return this.read(
      view,
      (copy) => this.store.find(copy, filter, options),
      ({ items }) => items.length === 0,
    );
  }

  async count(view: string, filter: Filter): Promise<number> {
    return this.read(
      view,
      (copy) => this.store.count(copy, filter),
      (count) => count === 0,
    );
  }

  /**
   * Waits until the view holds everything up to `position`, at most two seconds: then READ_MODEL_BEHIND, or POSITION_UNKNOWN
   * when the log does not reach so far either.
   */
  async reached(view: string, position: Position | null): Promise<void> {
    if (position === null) return;
    const deadline = performance.now() + waitMs;
    for (let pause = firstPollMs; !(await this.holds(view, position)); pause = Math.min(longestPollMs, pause * 1.5)) {
      if (performance.now() > deadline) throw await this.behind(position);
      await delay(pause);
    }
  }

  private async behind(position: Position): Promise<GuildhallError> {
    const head = (await this.events.head()).position;
    return head !== null && position <= head
      ? new GuildhallError('READ_MODEL_BEHIND', { position, retryAfter: 1 })
      : new GuildhallError('POSITION_UNKNOWN', { value: position });
  }

  private async holds(view: string, position: Position): Promise<boolean> {
    const read = await this.copies.read(
      view,
      async (copy) => (await this.places()).get(copy) ?? null,
      (place) => place === null,
    );
    return read !== null && read.found !== null && read.found.position >= position;
  }

  /** All who wait share one question at a time. */
  private places(): Promise<ReadonlyMap<string, Place>> {
    this.reading ??= this.store.places().finally(() => (this.reading = null));
    return this.reading;
  }

  private async read<Found>(
    view: string,
    from: (copy: string) => Promise<Found>,
    isNothing: (found: Found) => boolean,
  ): Promise<Found> {
    const read = await this.copies.read(view, from, isNothing);
    if (read === null) throw new GuildhallError('READ_MODEL_BEHIND', { position: 'any', retryAfter: 1 });
    return read.found;
  }
}
