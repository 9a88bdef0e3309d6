import type { JsonObject } from '@guildhall/contracts';
import { isDuplicateKey, MongoConnection, MongoUnavailable, type MongoOptions } from '@guildhall/mongodb';
import { MongoBulkWriteError, type AnyBulkWriteOperation, type Collection } from 'mongodb';
import type { Beat, BeatState, Heartbeats } from '../port.js';
import { StoreClock } from './store-clock.js';

/**
 * Opens heartbeats that several platforms share, by the clock of the database. After opening, and after an outage of the
 * database, this handle reports no agent as expired until a full lease has passed: no heartbeat could arrive meanwhile.
 */
export const openMongoHeartbeats = async (options: MongoOptions): Promise<Heartbeats> => {
  const connection = await MongoConnection.open(options);
  const heartbeats = new MongoHeartbeats(connection);
  await heartbeats.prepare();
  return heartbeats;
};

interface Agent {
  _id: string;
  incarnation: number;
  /** JSON text, because MongoDB restricts the names of members. */
  telemetry: string;
  ttlMs: number;
  /** Set by the database. */
  beatAt: Date;
  /** Never later than the end of the lease. A search moves it, not every heartbeat, so that its index changes rarely. */
  due: Date;
}

/** Milliseconds after a search without a find in which nothing is searched: sweeps come several times a second. */
const quietMs = 900;

interface Waiting {
  beat: Beat;
  done: (() => void)[];
  failed: ((error: unknown) => void)[];
}

class MongoHeartbeats implements Heartbeats {
  private readonly agents: Collection<Agent>;
  private readonly clock: StoreClock;
  /** Heartbeats of the next write; the last one of an agent wins. */
  private waiting = new Map<string, Waiting>();
  private writing: Promise<void> | null = null;
  /** Since when the database has answered this handle without a gap; null: it is unavailable. */
  private seenSince: number | null = null;
  private quietUntil = 0;

  constructor(private readonly connection: MongoConnection) {
    this.agents = connection.collection<Agent>('heartbeats');
    this.clock = new StoreClock(connection);
  }

  async prepare(): Promise<void> {
    await this.connection.use(() => this.agents.createIndex({ due: 1 }));
    this.seenSince = await this.clock.now();
  }

  beat(beat: Beat): Promise<void> {
    return new Promise((resolve, reject) => {
      const known = this.waiting.get(beat.key);
      const isNewer = known === undefined || beat.incarnation >= known.beat.incarnation;
      this.waiting.set(beat.key, {
        beat: isNewer ? beat : known.beat,
        done: [...(known?.done ?? []), resolve],
        failed: [...(known?.failed ?? []), reject],
      });
      this.writing ??= this.writeAll();
    });
  }

  async get(key: string): Promise<BeatState | null> {
    const [agent, now] = await this.watched(() =>
      Promise.all([this.connection.use(() => this.agents.findOne({ _id: key })), this.clock.now()]),
    );
    return agent === null ? null : this.stateOf(agent, now);
  }

  async expired(limit: number): Promise<BeatState[]> {
    if (limit < 1 || performance.now() < this.quietUntil) return [];
    const found = await this.watched(() => this.search(limit));
    if (found.length === 0) this.quietUntil = performance.now() + quietMs;
    return found;
  }

  async forget(key: string): Promise<void> {
    await this.writing;
    await this.watched(() => this.connection.use(() => this.agents.deleteOne({ _id: key })));
  }

  async close(): Promise<void> {
    await this.writing;
    await this.connection.close();
  }

  /** Writes one bulk at a time; heartbeats that arrive meanwhile form the next one. */
  private async writeAll(): Promise<void> {
    await new Promise(setImmediate);
    while (this.waiting.size > 0) {
      const turn = [...this.waiting.values()];
      this.waiting = new Map();
      try {
        await this.watched(() => this.write(turn.map(({ beat }) => beat)));
        for (const done of turn.flatMap(({ done }) => done)) done();
      } catch (error) {
        for (const failed of turn.flatMap(({ failed }) => failed)) failed(error);
      }
    }
    // Reset here, not when the promise settles: no write would pick up a heartbeat that arrives in between.
    this.writing = null;
  }

  /**
   * A duplicate key means that the agent has a newer incarnation, or that another platform wrote its first heartbeat at the
   * same moment. A second try that only updates tells the two apart.
   */
  private async write(beats: readonly Beat[]): Promise<void> {
    const now = await this.clock.atLeast();
    const refused = await this.attempt(beats, now, true);
    if (refused.length > 0) await this.attempt(refused, now, false);
  }

  private async attempt(beats: readonly Beat[], now: number, upsert: boolean): Promise<Beat[]> {
    const operations = beats.map(({ key, incarnation, ttlMs, telemetry }): AnyBulkWriteOperation<Agent> => {
      const update = {
        $set: { incarnation, ttlMs, telemetry: JSON.stringify(telemetry) },
        $min: { due: new Date(now + ttlMs) },
        $currentDate: { beatAt: true as const },
      };
      return { updateOne: { filter: { _id: key, incarnation: { $lte: incarnation } }, update, upsert } };
    });
    return this.connection.use(async () => {
      try {
        await this.agents.bulkWrite(operations, { ordered: false });
        return [];
      } catch (error) {
        if (!(error instanceof MongoBulkWriteError)) throw error;
        const errors = [error.writeErrors].flat();
        if (errors.length === 0 || !errors.every(isDuplicateKey)) throw error;
        return errors.map(({ index }) => beats[index]!);
      }
    });
  }

  /**
   * Examines the agents that are due: each has expired, or moves to the end of its lease. One question: the time to compare
   * with is known nearly enough, and the database adds its own to what it finds.
   */
  private async search(limit: number): Promise<BeatState[]> {
    const steps = [
      { $match: { due: { $lte: new Date(await this.clock.atMost()) } } },
      { $sort: { due: 1 } },
      { $addFields: { now: '$$NOW' } },
    ];
    const found: BeatState[] = [];
    const moved: AnyBulkWriteOperation<Agent>[] = [];
    await this.connection.use(async () => {
      for await (const agent of this.agents.aggregate<Agent & { now: Date }>(steps)) {
        const now = agent.now.getTime();
        if (agent.due.getTime() > now) continue;
        const state = this.stateOf(agent, now);
        if (endOf(agent) > now) moved.push(moveOf(agent));
        else if (state.expired) found.push(state);
        if (found.length >= limit) break;
      }
      if (moved.length > 0) await this.agents.bulkWrite(moved, { ordered: false });
    });
    return found;
  }

  private stateOf(agent: Agent, now: number): BeatState {
    const since = this.seenSince ?? now;
    return {
      key: agent._id,
      incarnation: agent.incarnation,
      telemetry: JSON.parse(agent.telemetry) as JsonObject,
      ageMs: now - agent.beatAt.getTime(),
      expired: endOf(agent) <= now && since + agent.ttlMs <= now,
    };
  }

  /** Notes when the database becomes unavailable and when it answers again. */
  private async watched<Result>(use: () => Promise<Result>): Promise<Result> {
    try {
      if (this.seenSince === null) {
        const now = await this.clock.now();
        this.seenSince ??= now;
      }
      return await use();
    } catch (error) {
      if (error instanceof MongoUnavailable) this.seenSince = null;
      throw error;
    }
  }
}

const endOf = ({ beatAt, ttlMs }: Agent): number => beatAt.getTime() + ttlMs;

/** Moves no agent that sent a heartbeat meanwhile: its lease may now be shorter. */
const moveOf = (agent: Agent): AnyBulkWriteOperation<Agent> => ({
  updateOne: {
    filter: { _id: agent._id, beatAt: agent.beatAt, due: agent.due, ttlMs: agent.ttlMs },
    update: { $set: { due: new Date(endOf(agent)) } },
  },
});
