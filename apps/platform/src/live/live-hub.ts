import {
  liveLimits,
  UnreadableEvent,
  type EventItem,
  type EventsFrame,
  type JsonObject,
  type Ordinal,
  type Position,
  type RecordedEvent,
  type SubscribeRequest,
} from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { readableItem } from './event-item.js';
import { mayBeVisible, type Viewer } from './visibility.js';
import { problemOf, refusalOf } from '../http/problem.filter.js';
import { LogFollower } from '../log/log-follower.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { InjectEventStore } from '../stores/injection.js';
import { catchUpFrames, isOfThisLog, snapshotFrame } from './catch-up.js';
import type { Cursor, LiveRoom, Member } from './live-room.js';
import { LiveRooms } from './live-rooms.js';
import { RecentEvents } from './recent-events.js';

/** How frames leave; the gateway gives it, so that the hub knows nothing of sockets. */
export interface LiveTransport {
  toRoom(room: string, event: 'events' | 'telemetry', frame: object): void;
  toSocket(socketId: string, event: 'events' | 'snapshot' | 'problem', frame: object): void;
  join(socketId: string, room: string): void;
  leave(socketId: string, room: string): void;
}

const recentEvents = 5_000;
const flushAfterMs = 15;
/** Length of an item's JSON besides its data, roughly. */
const envelopeBytes = 700;

/** Brings every subscriber from where it is to the head, in order, without loss or repeat. */
@Injectable()
export class LiveHub implements OnModuleDestroy {
  private readonly rooms = new LiveRooms();
  private recent: RecentEvents | null = null;
  private transport: LiveTransport | null = null;
  private flushing: NodeJS.Timeout | null = null;
  private readonly idle: NodeJS.Timeout;

  constructor(
    private readonly follower: LogFollower,
    private readonly graphs: OrgGraphs,
    @InjectEventStore() private readonly store: Pick<EventStore, 'logId'>,
  ) {
    follower.listen((events, before) => this.onRecorded(events, before));
    this.idle = setInterval(() => this.flushAll(true), liveLimits.emptyBatchMs);
  }

  onModuleDestroy(): void {
    clearInterval(this.idle);
    if (this.flushing !== null) clearTimeout(this.flushing);
  }

  use(transport: LiveTransport): void {
    this.transport = transport;
  }

  get subscriptions(): number {
    return this.rooms.subscriptions;
  }

  subscriptionsOf(socketId: string): number {
    return this.rooms.countOf(socketId);
  }

  /**
   * Brings a socket to the room's cursor, then lets it in: between the two nothing can happen. `release`: called when the
   * subscription ends.
   */
  subscribe(socketId: string, viewer: Viewer, request: SubscribeRequest, release: () => void): void {
    const room = this.rooms.open(viewer, request.sub, request.scope, this.head());
    this.send(room, room.flush(this.head()));
    const missing = this.missing(request);
    if (missing === null) this.snapshot(socketId, room);
    else
      for (const frame of catchUpFrames(room, request.from ?? '', missing))
        this.transport?.toSocket(socketId, 'events', frame);
    this.rooms.join(room, { socketId, release, acked: room.ordinal, parked: false, parkedAt: 0 });
    this.transport?.join(socketId, room.key);
  }

  unsubscribe(socketId: string, sub: string): void {
    const room = this.rooms.find(socketId, sub);
    if (room !== undefined) this.remove(room, socketId);
  }

  gone(socketId: string): void {
    for (const room of this.rooms.of(socketId)) this.remove(room, socketId);
  }

  /** Cumulative: everything up to `to` is applied. A parked client that has caught up gets a fresh snapshot. */
  ack(socketId: string, sub: string, to: string): void {
    const room = this.rooms.find(socketId, sub);
    const member = room?.members.get(socketId);
    const ordinal = room?.ordinalOf(to);
    if (room === undefined || member === undefined || ordinal === undefined) return;
    member.acked = Math.max(member.acked, ordinal);
    if (member.parked && member.acked >= member.parkedAt) this.readmit(room, member);
  }

  /** Lossy by design: to all who watch the organisation or that workspace. */
  telemetry(org: string, workspaceId: string, kind: string, fields: JsonObject): void {
    for (const room of this.rooms.all()) {
      const isWatching =
        room.scope.kind === 'organisation' || (room.scope.kind === 'workspace' && room.scope.id === workspaceId);
      if (isWatching && room.viewer.org === org)
        this.transport?.toRoom(room.key, 'telemetry', { sub: room.sub, kind, workspaceId, ...fields });
    }
  }

  private onRecorded(events: readonly RecordedEvent[], before: { position: Position | null; ordinal: Ordinal }): void {
    this.recent ??= new RecentEvents(recentEvents, { position: before.position ?? '', ordinal: before.ordinal });
    const items: EventItem[] = [];
    for (const [index, event] of events.entries()) {
      const ordinal = before.ordinal + 1 + index;
      const item = readableItem(event, ordinal);
      if (!(item instanceof UnreadableEvent)) items.push(item);
      else {
        this.distribute(items.splice(0));
        this.recent.restartAt({ position: event.position, ordinal });
        this.endFeedsOf(event, item);
      }
    }
    this.distribute(items);
  }

  private distribute(items: readonly EventItem[]): void {
    this.recent?.add(items);
    if (this.rooms.isEmpty || items.length === 0) return;
    const sized = items.map((item) => ({ item, bytes: JSON.stringify(item.data).length + envelopeBytes }));
    for (const room of this.rooms.all()) for (const frame of room.add(sized)) this.send(room, frame);
    this.flushing ??= setTimeout(() => this.flushAll(false), flushAfterMs);
  }

  /** Ends the subscriptions that would have shown an event of a newer version; a new one begins after it. */
  private endFeedsOf(event: RecordedEvent, unreadable: UnreadableEvent): void {
    const problem = problemOf(refusalOf(unreadable.metBy('live feed')));
    for (const room of this.rooms.all()) {
      if (!mayBeVisible(event, room.viewer, room.scope)) continue;
      for (const { socketId } of [...room.members.values()]) {
        this.remove(room, socketId);
        this.transport?.toSocket(socketId, 'problem', { sub: room.sub, ...problem });
      }
    }
  }

  private flushAll(alsoEmpty: boolean): void {
    if (!alsoEmpty) this.flushing = null;
    const head = this.head();
    for (const room of this.rooms.all()) {
      if (alsoEmpty || room.hasItems) this.send(room, room.flush(head));
    }
  }

  private head(): Cursor {
    return { position: this.follower.position ?? '', ordinal: this.follower.ordinal };
  }

  /** What a returning client lacks; null: it needs a snapshot. */
  private missing(request: SubscribeRequest): readonly EventItem[] | null {
    if (request.from === undefined || !isOfThisLog(request, this.store.logId)) return null;
    if (this.recent === null) return request.from === this.head().position ? [] : null;
    return this.recent.after(request.from);
  }

  private snapshot(socketId: string, room: LiveRoom): void {
    const graph = room.scope.kind === 'organisation' ? this.graphs.graph(room.viewer.org) : null;
    this.transport?.toSocket(socketId, 'snapshot', snapshotFrame(room, { graph, logId: this.store.logId }));
  }

  private send(room: LiveRoom, frame: EventsFrame | null): void {
    if (frame === null) return;
    this.transport?.toRoom(room.key, 'events', frame);
    for (const member of room.members.values()) {
      if (!member.parked && frame.ordinal - member.acked > liveLimits.creditEvents) this.park(room, member);
    }
  }

  private park(room: LiveRoom, member: Member): void {
    member.parked = true;
    member.parkedAt = room.ordinal;
    this.transport?.leave(member.socketId, room.key);
  }

  private readmit(room: LiveRoom, member: Member): void {
    this.send(room, room.flush(this.head()));
    this.snapshot(member.socketId, room);
    member.acked = room.ordinal;
    member.parked = false;
    this.transport?.join(member.socketId, room.key);
  }

  private remove(room: LiveRoom, socketId: string): void {
    this.rooms.leave(room, socketId);
    this.transport?.leave(socketId, room.key);
  }
}
