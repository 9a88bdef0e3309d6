import type { RecordedEvent } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { setTimeout as delay } from 'node:timers/promises';
import { deliver } from './delivery.js';
import type { ProjectionGroup } from '../projection-group.js';
import type { Pace, Place, ProjectionRunner } from '../projection-runner.js';
import { replay } from './replay.js';

/**
 * What comes live is read at most this often: under load one write then carries many events, and pages that every
 * event touches are written once instead of for each. The first event after a quiet time does not wait.
 */
const liveEveryMs = 5;

/** One reading of the log that all live projections of this process share. */
export class LogFeed {
  place: Place;
  caughtUp = false;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly log: EventStore,
    readonly group: ProjectionGroup,
  ) {
    this.place = group.firstPlace;
  }

  /** Follows the log until the signal aborts. Rejects when a store fails. */
  async run(signal: AbortSignal, whenCaughtUp: () => void): Promise<void> {
    const after = this.place.position === null ? {} : { after: this.place.position };
    for await (const item of this.log.subscribeAll({ ...after, signal })) {
      if (item.kind === 'events') {
        await this.inTurn(() => this.take(item.events));
        if (this.caughtUp) await delay(liveEveryMs, undefined, { signal }).catch(() => undefined);
      } else {
        await this.inTurn(() => this.group.flush());
        this.caughtUp = true;
        whenCaughtUp();
      }
      if (signal.aborted) return;
    }
  }

  /** Takes a runner in that was elsewhere in the log; `replaces` leaves at the same moment. */
  join(runner: ProjectionRunner, signal: AbortSignal, replaces?: ProjectionRunner): Promise<void> {
    return this.inTurn(async () => {
      const { position } = this.place;
      if (position !== null) await replay(this.log, this.group.beside([runner]), { signal, upTo: position });
      this.group.add(runner, replaces);
    });
  }

  private async take(events: readonly RecordedEvent[]): Promise<void> {
    const pace: Pace = this.caughtUp ? 'live' : 'bulk';
    this.place = await deliver(this.group, events, this.place, pace);
  }

  /** One thing after the other: no runner joins in the middle of a batch. */
  private inTurn(action: () => Promise<void>): Promise<void> {
    const done = this.turn.then(action);
    this.turn = done.catch(() => undefined);
    return done;
  }
}
