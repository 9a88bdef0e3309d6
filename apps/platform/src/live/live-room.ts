import {
  liveLimits,
  type EventItem,
  type EventsFrame,
  type LiveScope,
  type Ordinal,
  type Position,
} from '@guildhall/contracts';
import { isVisible, type Viewer } from './visibility.js';

/** Where a room stands: everything up to here was sent to it. */
export interface Cursor {
  position: Position;
  ordinal: Ordinal;
}

/** One subscription of one socket. */
export interface Member {
  socketId: string;
  /** Gives back what the subscription takes of its credential's share. */
  release: () => void;
  /** Highest position the client says it has applied. */
  acked: Ordinal;
  /** Out of credit: gets nothing until it has acknowledged what it was sent, then a fresh snapshot. */
  parked: boolean;
  /** What it had been sent when it was parked. */
  parkedAt: Ordinal;
}

/** An item with the length of its JSON, measured once for all rooms. */
export interface SizedItem {
  item: EventItem;
  bytes: number;
}

/** Frames a room remembers to translate an acknowledged position into credit. */
const rememberedFrames = 4_096;

/**
 * All subscribers that see the same: same organisation, scope, permissions, and the same name for the subscription, because
 * that name is in the frame. So a frame is encoded once for all of them.
 */
export class LiveRoom {
  readonly members = new Map<string, Member>();
  private pending: EventItem[] = [];
  private pendingBytes = 0;
  private readonly sent = new Map<Position, Ordinal>();

  constructor(
    readonly key: string,
    readonly sub: string,
    readonly scope: LiveScope,
    readonly viewer: Viewer,
    private cursor: Cursor,
  ) {}

  get position(): Position {
    return this.cursor.position;
  }

  get ordinal(): Ordinal {
    return this.cursor.ordinal;
  }

  /** Adds what the room may see; returns the frames that are full already. */
  add(items: readonly SizedItem[]): EventsFrame[] {
    const full: EventsFrame[] = [];
    for (const { item, bytes } of items) {
      if (!isVisible(item, this.viewer, this.scope)) continue;
      this.pending.push(item);
      this.pendingBytes += bytes;
      const isFull = this.pending.length >= liveLimits.batchEvents || this.pendingBytes >= liveLimits.batchBytes;
      if (isFull) full.push(this.frame({ position: item.position, ordinal: item.ordinal }));
    }
    return full;
  }

  get hasItems(): boolean {
    return this.pending.length > 0;
  }

  /** The frame that brings the room to `to`; null when it is there already. Empty frames advance filtered rooms. */
  flush(to: Cursor): EventsFrame | null {
    return to.position === this.cursor.position ? null : this.frame(to);
  }

  /** How far a position is that a member acknowledged; undefined when this room never sent it. */
  ordinalOf(position: Position): Ordinal | undefined {
    return position === this.cursor.position ? this.cursor.ordinal : this.sent.get(position);
  }

  private frame(to: Cursor): EventsFrame {
    const frame = {
      sub: this.sub,
      from: this.cursor.position,
      to: to.position,
      ordinal: to.ordinal,
      items: this.pending,
    };
    this.cursor = to;
    this.pending = [];
    this.pendingBytes = 0;
    this.sent.set(to.position, to.ordinal);
    this.forgetOldest();
    return frame;
  }

  private forgetOldest(): void {
    const oldest = this.sent.keys().next();
    if (this.sent.size > rememberedFrames && oldest.done !== true) this.sent.delete(oldest.value);
  }
}
