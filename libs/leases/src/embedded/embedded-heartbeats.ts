import type { Beat, BeatState, Heartbeats } from '../port.js';

export interface EmbeddedHeartbeatsOptions {
  /** Milliseconds of a clock that never jumps; absent: the process's monotonic clock. */
  clock?: () => number;
}

/** Heartbeats in memory: they are telemetry, and after a restart every agent gets a full lease to show up again. */
export const openEmbeddedHeartbeats = (options: EmbeddedHeartbeatsOptions = {}): Heartbeats =>
  new EmbeddedHeartbeats(options.clock ?? (() => performance.now()));

/** Agents whose leases end within the same stretch of this length, in milliseconds, stand together. */
const stretchMs = 250;

interface Agent {
  key: string;
  incarnation: number;
  telemetry: Beat['telemetry'];
  beatAt: number;
  endsAt: number;
  /** Stretch in which the agent stands; never later than that of `endsAt`. */
  stretch: number;
}

const stretchOf = (moment: number): number => Math.floor(moment / stretchMs);

/**
 * A beat only notes its time. The agent stays in the stretch of an earlier deadline until that has come, and is then
 * either expired or moved to where its lease really ends: each agent is looked at about once per lease, however
 * often it beats and however often somebody asks who has expired.
 */
class EmbeddedHeartbeats implements Heartbeats {
  private readonly agents = new Map<string, Agent>();
  private readonly stretches = new Map<number, Set<Agent>>();
  private readonly silent = new Set<Agent>();
  private nextStretch: number;

  constructor(private readonly clock: () => number) {
    this.nextStretch = stretchOf(clock());
  }

  async beat({ key, incarnation, ttlMs, telemetry }: Beat): Promise<void> {
    const beatAt = this.clock();
    const endsAt = beatAt + ttlMs;
    const agent = this.agents.get(key);
    if (agent === undefined) {
      const fresh: Agent = { key, incarnation, telemetry, beatAt, endsAt, stretch: stretchOf(endsAt) };
      this.agents.set(key, fresh);
      this.enter(fresh);
      return;
    }
    if (incarnation < agent.incarnation) return;
    Object.assign(agent, { incarnation, telemetry, beatAt, endsAt });
    const stretch = stretchOf(endsAt);
    if (this.silent.delete(agent)) this.enter(agent, stretch);
    else if (stretch < agent.stretch) {
      this.leave(agent);
      this.enter(agent, stretch);
    }
  }

  async get(key: string): Promise<BeatState | null> {
    const agent = this.agents.get(key);
    return agent === undefined ? null : stateOf(agent, this.clock());
  }

  async expired(limit: number): Promise<BeatState[]> {
    const now = this.clock();
    for (const stretch of this.due(now)) this.search(stretch, now);
    this.nextStretch = stretchOf(now);
    const found: BeatState[] = [];
    for (const agent of this.silent) {
      if (found.length >= limit) break;
      found.push(stateOf(agent, now));
    }
    return found;
  }

  async forget(key: string): Promise<void> {
    const agent = this.agents.get(key);
    if (agent === undefined) return;
    this.agents.delete(key);
    if (!this.silent.delete(agent)) this.leave(agent);
  }

  async close(): Promise<void> {
    this.agents.clear();
    this.stretches.clear();
    this.silent.clear();
  }

  /** The stretches that have begun since the last look, the earliest first. */
  private due(now: number): number[] {
    const last = stretchOf(now);
    if (last - this.nextStretch > this.stretches.size) {
      return [...this.stretches.keys()].filter((stretch) => stretch <= last).sort((one, other) => one - other);
    }
    const due: number[] = [];
    for (let stretch = this.nextStretch; stretch <= last; stretch += 1) {
      if (this.stretches.has(stretch)) due.push(stretch);
    }
    return due;
  }

  private search(stretch: number, now: number): void {
    for (const agent of [...(this.stretches.get(stretch) ?? [])]) {
      const real = stretchOf(agent.endsAt);
      if (agent.endsAt <= now) {
        this.leave(agent);
        this.silent.add(agent);
      } else if (real > stretch) {
        this.leave(agent);
        this.enter(agent, real);
      }
    }
  }

  private enter(agent: Agent, stretch = agent.stretch): void {
    agent.stretch = stretch;
    const standing = this.stretches.get(stretch) ?? new Set<Agent>();
    this.stretches.set(stretch, standing);
    standing.add(agent);
  }

  private leave(agent: Agent): void {
    const standing = this.stretches.get(agent.stretch);
    standing?.delete(agent);
    if (standing?.size === 0) this.stretches.delete(agent.stretch);
  }
}

const stateOf = ({ key, incarnation, telemetry, beatAt, endsAt }: Agent, now: number): BeatState => ({
  key,
  incarnation,
  telemetry,
  ageMs: now - beatAt,
  expired: endsAt <= now,
});
