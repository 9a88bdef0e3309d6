import { GuildhallError, instantFrom, instantOf, type Instant, type Moment, type Position } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Place } from '../live/past-events.js';
import { LogFollower } from '../log/log-follower.js';
import { Views } from '../stores/views.js';
import { FeedIndex, type FeedRow } from './feed-index.js';

/** So close to the head the feed index may not have the event yet. */
const recent = 1_000;

/** Finds the place in the log that a moment names. */
@Injectable()
export class Moments {
  constructor(
    private readonly views: Views,
    private readonly feed: FeedIndex,
    private readonly follower: LogFollower,
  ) {}

  /** Throws POSITION_UNKNOWN when the log has none. */
  async place(moment: Moment): Promise<Place> {
    const found = await this.row(moment);
    if (found === null)
      throw new GuildhallError('POSITION_UNKNOWN', { value: String(moment.position ?? moment.ordinal ?? moment.at) });
    return { position: found.position, ordinal: found.ordinal, at: found.at };
  }

  private async row(moment: Moment): Promise<FeedRow | null> {
    if (moment.position !== undefined)
      return this.isInLog(moment.position) ? this.feed.byPosition(moment.position) : null;
    if (moment.ordinal !== undefined) {
      if (moment.ordinal > this.follower.ordinal) return null;
      if (this.follower.ordinal - moment.ordinal < recent) await this.views.reached('feed', this.follower.position);
      return this.feed.byOrdinal(moment.ordinal);
    }
    await this.views.reached('feed', this.follower.position);
    return this.feed.at(instantAsked(moment.at ?? ''));
  }

  /** Positions of one log have one width and sort as text. */
  private isInLog(position: Position): boolean {
    const head = this.follower.position;
    return head !== null && position.length === head.length && position <= head;
  }
}

/** As the feed stores instants, whatever form the question has. */
const instantAsked = (at: string): Instant => {
  const milliseconds = instantFrom(at);
  if (milliseconds === null)
    throw new GuildhallError('BAD_QUERY', { name: 'at', reason: 'there is no such day or hour.' });
  return instantOf(milliseconds);
};
