import { GuildhallError, type Position } from '@guildhall/contracts';
import type { Document, Filter, FindOptions, FoundPage, ReadStore, ViewDirectory } from '@guildhall/read-store';
import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { InjectStores } from './injection.js';
import type { Stores } from './stores.js';

const waitMs = 2_000;
const firstPollMs = 3;
const longestPollMs = 25;

/** The read models as queries see them: always the active build of a view, and never older than was asked for. */
@Injectable()
export class Views {
  private readonly store: ReadStore;
  private readonly directory: ViewDirectory;

  constructor(@InjectStores() { reads, views }: Pick<Stores, 'reads' | 'views'>) {
    this.store = reads;
    this.directory = views;
  }

  async get(view: string, id: string): Promise<Document | null> {
    return this.store.get(await this.collection(view), id);
  }

  async find(view: string, filter: Filter, options: FindOptions): Promise<FoundPage> {
    return this.store.find(await this.collection(view), filter, options);
  }

  async count(view: string, filter: Filter): Promise<number> {
    return this.store.count(await this.collection(view), filter);
  }

  /** Waits until the view holds everything up to `position`, at most two seconds: then READ_MODEL_BEHIND. */
  async reached(view: string, position: Position | null): Promise<void> {
    if (position === null) return;
    const deadline = performance.now() + waitMs;
    for (let pause = firstPollMs; !(await this.holds(view, position)); pause = Math.min(longestPollMs, pause * 1.5)) {
      if (performance.now() > deadline) throw new GuildhallError('READ_MODEL_BEHIND', { position, retryAfter: 1 });
      await delay(pause);
    }
  }

  private async holds(view: string, position: Position): Promise<boolean> {
    const active = await this.directory.activeCollection(view);
    if (active === null) return false;
    const checkpoint = await this.store.checkpoint(active);
    return checkpoint !== null && checkpoint.position >= position;
  }

  private async collection(view: string): Promise<string> {
    const active = await this.directory.activeCollection(view);
    if (active === null) throw new GuildhallError('READ_MODEL_BEHIND', { position: 'any', retryAfter: 1 });
    return active;
  }
}
