import type { Beat, BeatState, Heartbeats } from '../port.js';

export interface EmbeddedHeartbeatsOptions {
  /** A monotonic clock, in milliseconds; default: the clock of the process. */
  clock?: () => number;
}

/** Keeps heartbeats in memory: they are telemetry, and a restart gives every agent a full lease to report again. */
export const openEmbeddedHeartbeats = (options: EmbeddedHeartbeatsOptions = {}): Heartbeats =>
  new EmbeddedHeartbeats(options.clock ?? (() => performance.now()));

/** Length of a time slot in milliseconds. Agents whose leases end within the same slot are kept together. */
const slotMs = 250;

interface Agent {
  key: string;
  incarnation: number;
  telemetry: Beat['telemetry'];
  beatAt: number;
  endsAt: number;
  /** The slot that holds the agent; never later than that of `endsAt`. */
  slot: number;
}

const slotOf = (moment: number): number => Math.floor(moment / slotMs);

/**
 * A heartbeat only stores its time. The agent stays in the slot of an earlier deadline until that passes, and then either
 * expires or moves to the slot where its lease ends. So each agent is examined about once per lease, however often it
 * sends heartbeats and however often a caller asks for expired agents.
 */
class EmbeddedHeartbeats implements Heartbeats {
  private readonly agents = new Map<string, Agent>();
  private readonly slots = new Map<number, Set<Agent>>();
  private readonly silent = new Set<Agent>();
  private nextSlot: number;

  constructor(private readonly clock: () => number) {
    this.nextSlot = slotOf(clock());
  }

  async beat({ key, incarnation, ttlMs, telemetry }: Beat): Promise<void> {
    const beatAt = this.clock();
    const endsAt = beatAt + ttlMs;
    const agent = this.agents.get(key);
    if (agent === undefined) {
      const fresh: Agent = { key, incarnation, telemetry, beatAt, endsAt, slot: slotOf(endsAt) };
      this.agents.set(key, fresh);
      this.enter(fresh);
      return;
    }
    if (incarnation < agent.incarnation) return;
    Object.assign(agent, { incarnation, telemetry, beatAt, endsAt });
    const slot = slotOf(endsAt);
    if (this.silent.delete(agent)) this.enter(agent, slot);
    else if (slot < agent.slot) {
      this.leave(agent);
      this.enter(agent, slot);
    }
  }

  async get(key: string): Promise<BeatState | null> {
    const agent = this.agents.get(key);
    return agent === undefined ? null : stateOf(agent, this.clock());
  }

  async expired(limit: number): Promise<BeatState[]> {
    const now = this.clock();
    for (const slot of this.due(now)) this.search(slot, now);
    this.nextSlot = slotOf(now);
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
    this.slots.clear();
    this.silent.clear();
  }

  /** The slots that have started since the last search, earliest first. */
  private due(now: number): number[] {
    const last = slotOf(now);
    if (last - this.nextSlot > this.slots.size) {
      return [...this.slots.keys()].filter((slot) => slot <= last).sort((one, other) => one - other);
    }
    const due: number[] = [];
    for (let slot = this.nextSlot; slot <= last; slot += 1) {
      if (this.slots.has(slot)) due.push(slot);
    }
    return due;
  }

  private search(slot: number, now: number): void {
    for (const agent of [...(this.slots.get(slot) ?? [])]) {
      const real = slotOf(agent.endsAt);
      if (agent.endsAt <= now) {
        this.leave(agent);
        this.silent.add(agent);
      } else if (real > slot) {
        this.leave(agent);
        this.enter(agent, real);
      }
    }
  }

  private enter(agent: Agent, slot = agent.slot): void {
    agent.slot = slot;
    const standing = this.slots.get(slot) ?? new Set<Agent>();
    this.slots.set(slot, standing);
    standing.add(agent);
  }

  private leave(agent: Agent): void {
    const standing = this.slots.get(agent.slot);
    standing?.delete(agent);
    if (standing?.size === 0) this.slots.delete(agent.slot);
  }
}

const stateOf = ({ key, incarnation, telemetry, beatAt, endsAt }: Agent, now: number): BeatState => ({
  key,
  incarnation,
  telemetry,
  ageMs: now - beatAt,
  expired: endsAt <= now,
});
