import {
  instantOf,
  millisecondsOf,
  type Instant,
  type Ordinal,
  type Position,
  type HistoryRangeView,
} from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { FeedIndex, type FeedRow } from './feed-index.js';

interface End {
  position: Position;
  ordinal: Ordinal;
  at: Instant;
}
const end = (row: FeedRow): End => ({ position: row.position, ordinal: row.ordinal, at: row.at });

@Injectable()
export class HistoryRange {
  constructor(private readonly feed: FeedIndex) {}

  async view(buckets: number): Promise<HistoryRangeView> {
    const [first, last] = await Promise.all([this.feed.oldest(), this.feed.newest()]);
    if (first === null || last === null) return { first: null, last: null, density: [] };
    const start = millisecondsOf(first.at);
    const width = Math.max(1, Math.ceil((millisecondsOf(last.at) + 1 - start) / buckets));
    const instant = (index: number): Instant => instantOf(start + index * width);
    const density = await Promise.all(
      Array.from({ length: buckets }, async (_, index) => ({
        at: instant(index),
        count: await this.feed.countBetween(instant(index), instant(index + 1)),
      })),
    );
    return { first: end(first), last: end(last), density };
  }
}
