import {
  GuildhallError,
  liveLimits,
  millisecondsOf,
  type EventItem,
  type EventsFrame,
  type ReplayRequest,
} from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { PastEvents, type Place } from './past-events.js';
import type { Viewer } from './visibility.js';
import { problemOf, refusalOf } from '../http/problem.filter.js';

type Emit = (event: 'events' | 'problem', frame: object) => void;

const defaultIdleMs = 2_000;
/** Frames of a replay leave at most this often, in milliseconds. */
const tickMs = 40;

/** Plays a part of the past to one socket, paced by recorded time; long pauses are shortened. */
@Injectable()
export class LiveReplay {
  /** Of each socket what it plays, by subscription. */
  private readonly running = new Map<string, Map<string, AbortController>>();

  constructor(private readonly past: PastEvents) {}

  /** Throws TOO_MANY_REPLAYS. */
  start(socketId: string, viewer: Viewer, request: ReplayRequest, emit: Emit): void {
    this.stop(socketId, request.sub);
    const own = this.running.get(socketId) ?? new Map<string, AbortController>();
    const limit = liveLimits.replays;
    if (own.size >= limit) throw new GuildhallError('TOO_MANY_REPLAYS', { limit });
    const stopping = new AbortController();
    this.running.set(socketId, own.set(request.sub, stopping));
    this.play(viewer, request, emit, stopping.signal)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) emit('problem', { sub: request.sub, ...problemOf(refusalOf(error)) });
      })
      .finally(() => {
        if (this.running.get(socketId)?.get(request.sub) === stopping) this.stop(socketId, request.sub);
      });
  }

  stop(socketId: string, sub: string): void {
    const own = this.running.get(socketId);
    own?.get(sub)?.abort();
    own?.delete(sub);
    if (own?.size === 0) this.running.delete(socketId);
  }

  gone(socketId: string): void {
    for (const sub of [...(this.running.get(socketId)?.keys() ?? [])]) this.stop(socketId, sub);
  }

  private async play(viewer: Viewer, request: ReplayRequest, emit: Emit, signal: AbortSignal): Promise<void> {
    const from = await this.past.at(request.from);
    const to = await this.past.at(request.to);
    if (to.ordinal < from.ordinal) throw new GuildhallError('POSITION_UNKNOWN', { value: request.to });
    const idleMs = request.idleMs ?? defaultIdleMs;
    let held: Place = from;
    while (held.ordinal < to.ordinal && !signal.aborted) {
      const items = await this.past.items(viewer, held, Math.min(liveLimits.batchEvents, to.ordinal - held.ordinal));
      held = await this.playPage(items, held, { sub: request.sub, speed: request.speed, idleMs }, emit, signal);
    }
  }

  private async playPage(
    items: readonly EventItem[],
    start: Place,
    pace: { sub: string; speed: number; idleMs: number },
    emit: Emit,
    signal: AbortSignal,
  ): Promise<Place> {
    let held = start;
    let batch: EventItem[] = [];
    let owed = 0;
    for (const item of items) {
      const gap =
        held.at === null
          ? 0
          : Math.max(0, millisecondsOf(item.recordedAt) - millisecondsOf(batch.at(-1)?.recordedAt ?? held.at));
      owed += Math.min(gap, pace.idleMs) / pace.speed;
      if (owed >= tickMs) {
        held = this.emitBatch(batch, held, pace.sub, emit);
        batch = [];
        await pause(owed, signal);
        owed = 0;
      }
      if (signal.aborted) return held;
      batch.push(item);
    }
    return this.emitBatch(batch, held, pace.sub, emit);
  }

  private emitBatch(items: EventItem[], held: Place, sub: string, emit: Emit): Place {
    const last = items.at(-1);
    if (last === undefined) return held;
    const frame: EventsFrame = { sub, from: held.position, to: last.position, ordinal: last.ordinal, items };
    emit('events', frame);
    return { position: last.position, ordinal: last.ordinal, at: last.recordedAt };
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
