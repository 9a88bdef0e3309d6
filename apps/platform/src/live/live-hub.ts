import {
  liveLimits,
  UnreadableEvent,
  type EventItem,
  type EventsFrame,
  type JsonObject,
  type LiveScope,
  type Ordinal,
  type Position,
  type RecordedEvent,
  type SnapshotFrame,
  type SubscribeRequest,
} from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { graphFoldVersion } from '@guildhall/org-graph';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { eventItem } from './event-item.js';
import { isVisible, mayBeVisible, type Viewer } from './visibility.js';
import { problemOf, refusalOf } from '../http/problem.filter.js';
import { LogFollower } from '../log/log-follower.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { InjectEventStore } from '../stores/injection.js';
import { LiveRoom, type Cursor, type Member } from './live-room.js';
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
  private readonly rooms = new Map<string, LiveRoom>();
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
    let count = 0;
    for (const room of this.rooms.values()) count += room.members.size;
    return count;
  }

  subscriptionsOf(socketId: string): number {
    return this.roomsOf(socketId).length;
  }

  /** Brings a socket to the room's cursor, then lets it in: between the two nothing can happen. */
  subscribe(socketId: string, credentialId: string, viewer: Viewer, request: SubscribeRequest): void {
    const room = this.room(viewer, request.sub, request.scope);
    this.send(room, room.flush(this.head()));
    const missing = this.missing(request);
    if (missing === null) this.snapshot(socketId, room);
    else this.catchUp(socketId, room, request.from ?? '', missing);
    room.members.set(socketId, { socketId, credentialId, acked: room.ordinal, parked: false, parkedAt: 0 });
    this.transport?.join(socketId, room.key);
  }

  unsubscribe(socketId: string, sub: string): void {
    for (const room of this.roomsOf(socketId)) if (room.sub === sub) this.remove(room, socketId);
  }

  gone(socketId: string): void {
    for (const room of this.roomsOf(socketId)) this.remove(room, socketId);
  }

  /** Cumulative: everything up to `to` is applied. A parked client that has caught up gets a fresh snapshot. */
  ack(socketId: string, sub: string, to: string): void {
    for (const room of this.roomsOf(socketId)) {
      const member = room.members.get(socketId);
      const ordinal = room.ordinalOf(to);
      if (room.sub !== sub || member === undefined || ordinal === undefined) continue;
      member.acked = Math.max(member.acked, ordinal);
      if (member.parked && member.acked >= member.parkedAt) this.readmit(room, member);
    }
  }

  /** Lossy by design: to all who watch the organisation or that workspace. */
  telemetry(org: string, workspaceId: string, kind: string, fields: JsonObject): void {
    for (const room of this.rooms.values()) {
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
      const item = itemOf(event, ordinal);
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
    if (this.rooms.size === 0 || items.length === 0) return;
    const sized = items.map((item) => ({ item, bytes: JSON.stringify(item.data).length + envelopeBytes }));
    for (const room of this.rooms.values()) for (const frame of room.add(sized)) this.send(room, frame);
    this.flushing ??= setTimeout(() => this.flushAll(false), flushAfterMs);
  }

  /** Whoever would have seen an event of a newer version is told so; a new subscription begins after it. */
  private endFeedsOf(event: RecordedEvent, unreadable: UnreadableEvent): void {
    const problem = problemOf(refusalOf(unreadable.metBy('live feed')));
    for (const room of this.rooms.values()) {
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
    for (const room of this.rooms.values()) {
      if (alsoEmpty || room.hasItems) this.send(room, room.flush(head));
    }
  }

  private head(): Cursor {
    return { position: this.follower.position ?? '', ordinal: this.follower.ordinal };
  }

  /** What a returning client lacks; null: it needs a snapshot. */
  private missing(request: SubscribeRequest): readonly EventItem[] | null {
    if (request.from === undefined) return null;
    if (request.logId !== undefined && request.logId !== this.store.logId) return null;
    if (request.foldVersion !== undefined && request.foldVersion !== graphFoldVersion) return null;
    if (this.recent === null) return request.from === this.head().position ? [] : null;
    return this.recent.after(request.from);
  }

  private catchUp(socketId: string, room: LiveRoom, from: string, missing: readonly EventItem[]): void {
    const visible = missing.filter((item) => isVisible(item, room.viewer, room.scope));
    let held = from;
    for (let start = 0; start < visible.length; start += liveLimits.batchEvents) {
      const items = visible.slice(start, start + liveLimits.batchEvents);
      const last = items.at(-1);
      if (last === undefined) break;
      this.transport?.toSocket(socketId, 'events', {
        sub: room.sub,
        from: held,
        to: last.position,
        ordinal: last.ordinal,
        items,
      });
      held = last.position;
    }
    if (held === room.position) return;
    const rest: EventsFrame = { sub: room.sub, from: held, to: room.position, ordinal: room.ordinal, items: [] };
    this.transport?.toSocket(socketId, 'events', rest);
  }

  private snapshot(socketId: string, room: LiveRoom): void {
    const graph = room.scope.kind === 'organisation' ? this.graphs.graph(room.viewer.org) : null;
    const { sub, position, ordinal } = room;
    const frame: SnapshotFrame = {
      sub,
      position,
      ordinal,
      foldVersion: graphFoldVersion,
      logId: this.store.logId,
      graph,
    };
    this.transport?.toSocket(socketId, 'snapshot', frame);
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

  private room(viewer: Viewer, sub: string, scope: LiveScope): LiveRoom {
    const subject = scope.kind === 'organisation' ? '' : scope.id;
    const key = ['live', viewer.org, scope.kind, subject, viewer.permissions.join(), sub].join('\n');
    const existing = this.rooms.get(key);
    if (existing !== undefined) return existing;
    const room = new LiveRoom(key, sub, scope, viewer, this.head());
    this.rooms.set(key, room);
    return room;
  }

  private remove(room: LiveRoom, socketId: string): void {
    room.members.delete(socketId);
    this.transport?.leave(socketId, room.key);
    if (room.members.size === 0) this.rooms.delete(room.key);
  }

  private roomsOf(socketId: string): LiveRoom[] {
    return [...this.rooms.values()].filter((room) => room.members.has(socketId));
  }
}

const itemOf = (event: RecordedEvent, ordinal: Ordinal): EventItem | UnreadableEvent => {
  try {
    return eventItem(event, ordinal);
  } catch (error) {
    if (error instanceof UnreadableEvent) return error;
    throw error;
  }
};
