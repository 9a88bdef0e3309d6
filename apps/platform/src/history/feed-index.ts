import type { Instant, Ordinal, Position } from '@guildhall/contracts';
import type { Document } from '@guildhall/read-store';
import { Injectable } from '@nestjs/common';
import { Views } from '../stores/views.js';

/** One row of the feed index: where an event stands, whom it concerns, when it was. */
export interface FeedRow {
  position: Position;
  ordinal: Ordinal;
  type: string;
  stream: string;
  revision: number;
  at: Instant;
}

const row = (document: Document): FeedRow => document as unknown as FeedRow;

/** Translates between positions, ordinals and moments. A client may only name positions that the index knows. */
@Injectable()
export class FeedIndex {
  constructor(private readonly views: Views) {}

  async byPosition(position: Position): Promise<FeedRow | null> {
    await this.views.reached('feed', position);
    const found = await this.views.get('feed', position);
    return found === null ? null : row(found);
  }

  async byOrdinal(ordinal: Ordinal): Promise<FeedRow | null> {
    return this.first({ ordinal }, 'asc');
  }

  /** The last event at or before a moment. */
  async at(moment: Instant): Promise<FeedRow | null> {
    return this.first({ at: { $lte: moment } }, 'desc', 'at');
  }

  async oldest(): Promise<FeedRow | null> {
    return this.first({}, 'asc');
  }

  async newest(): Promise<FeedRow | null> {
    return this.first({}, 'desc');
  }

  /** Number of events from one moment up to, not including, another. */
  async countBetween(from: Instant, to: Instant): Promise<number> {
    return this.views.count('feed', { at: { $gte: from, $lt: to } });
  }

  /** Rows of one filter in the order of the log, or newest first. */
  async rows(
    filter: FeedFilter,
    options: { limit: number; after: string | null; direction: 'asc' | 'desc' },
  ): Promise<{ rows: FeedRow[]; next: string | null }> {
    const criteria = {
      org: filter.org,
      ...(filter.workspace === undefined ? {} : { workspaces: filter.workspace }),
      ...(filter.types === undefined ? {} : { type: { $in: filter.types } }),
      ...(filter.upTo === undefined ? {} : { ordinal: { $lte: filter.upTo } }),
      ...(filter.afterOrdinal === undefined ? {} : { ordinal: { $gt: filter.afterOrdinal } }),
    };
    const after = options.after === null ? {} : { after: options.after };
    const sort = [{ field: 'ordinal', direction: options.direction }];
    const found = await this.views.find('feed', criteria, { sort, limit: options.limit, ...after });
    return { rows: found.items.map(row), next: found.next };
  }

  private async first(
    filter: Parameters<Views['count']>[1],
    direction: 'asc' | 'desc',
    field = 'ordinal',
  ): Promise<FeedRow | null> {
    const sort =
      field === 'ordinal'
        ? [{ field, direction }]
        : [
            { field, direction },
            { field: 'ordinal', direction },
          ];
    const { items } = await this.views.find('feed', filter, { sort, limit: 1 });
    return items[0] === undefined ? null : row(items[0]);
  }
}

export interface FeedFilter {
  org: string;
  /** The workspace itself or anything below it at the time. */
  workspace?: string;
  types?: readonly string[];
  upTo?: Ordinal;
  /** Not together with `upTo`. */
  afterOrdinal?: Ordinal;
}
