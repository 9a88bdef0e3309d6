import { type JsonObject, type ReadinessView } from '@guildhall/contracts';
import type { ReadStore } from '@guildhall/read-store';
import { Injectable } from '@nestjs/common';
import { LogFollower } from '../log/log-follower.js';
import { InjectStores } from '../stores/injection.js';
import type { Stores } from '../stores/stores.js';

/** The views that the canvas cannot do without. */
export const requiredViews = ['workspaces', 'feed', 'graph_keyframes', 'chat', 'organisation', 'tokens'] as const;

/**
 * Ready: the log can be written, the platform's folds are at the head seen at the start, and every list answers: its
 * projection has passed that head, or stopped later than its first event.
 */
@Injectable()
export class Readiness {
  private headAtStart: string | null = null;
  private asking: Promise<(JsonObject | null)[]> | null = null;

  private readonly store: Stores['events'];
  private readonly reads: ReadStore;

  constructor(
    @InjectStores() { events, reads }: Pick<Stores, 'events' | 'reads'>,
    private readonly follower: LogFollower,
  ) {
    this.store = events;
    this.reads = reads;
  }

  async begin(): Promise<void> {
    this.headAtStart = (await this.store.head()).position;
  }

  async view(): Promise<ReadinessView> {
    const statuses = await this.statuses();
    const projections = requiredViews.map((name, index) => this.projection(name, statuses[index] ?? {}));
    const health = this.store.health();
    const checks = [
      {
        name: 'event log',
        ok: health.writable && health.damage === null,
        sentence: health.damage?.sentence ?? (health.writable ? 'writable' : 'cannot be written'),
      },
      {
        name: 'platform folds',
        ok: this.follower.failure === null && this.follower.caughtUp,
        sentence: this.follower.failure?.message ?? 'following the log',
      },
    ];
    const behind = projections.filter(({ state, position }) => !this.canBeRead(state, position));
    const failing = checks.some((check) => !check.ok);
    return {
      status: failing ? 'failing' : behind.length > 0 ? 'starting' : 'ready',
      position: this.follower.position,
      ordinal: this.follower.ordinal,
      checks,
      projections,
    };
  }

  /** A view without a position was never read from the log: its lists do not answer, whatever stopped it. */
  private canBeRead(state: string, position: string | null): boolean {
    if (position === null) return false;
    return state === 'stopped' || this.headAtStart === null || position >= this.headAtStart;
  }

  /** One question for all views; whoever asks meanwhile gets the same answer. */
  private statuses(): Promise<(JsonObject | null)[]> {
    const names = requiredViews.map((name) => `projection:${name}`);
    this.asking ??= this.reads.settings(names).finally(() => (this.asking = null));
    return this.asking;
  }

  private projection(name: string, status: JsonObject): ReadinessView['projections'][number] {
    const ordinal = Number(status['ordinal'] ?? -1);
    return {
      name,
      state: String(status['state'] ?? 'starting'),
      position: typeof status['position'] === 'string' ? status['position'] : null,
      ordinal,
      lag: Math.max(0, this.follower.ordinal - ordinal),
      error: typeof status['error'] === 'string' ? status['error'] : null,
    };
  }
}
