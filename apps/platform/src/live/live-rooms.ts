import type { LiveScope } from '@guildhall/contracts';
import { LiveRoom, type Cursor, type Member } from './live-room.js';
import type { Viewer } from './visibility.js';

/** The rooms that have members. Members who see the same share a room. */
export class LiveRooms {
  private readonly rooms = new Map<string, LiveRoom>();
  /** Of each socket the room of each of its subscriptions: no message of a socket looks at the rooms of others. */
  private readonly bySocket = new Map<string, Map<string, LiveRoom>>();

  get isEmpty(): boolean {
    return this.rooms.size === 0;
  }

  get subscriptions(): number {
    let count = 0;
    for (const rooms of this.bySocket.values()) count += rooms.size;
    return count;
  }

  all(): Iterable<LiveRoom> {
    return this.rooms.values();
  }

  of(socketId: string): LiveRoom[] {
    return [...(this.bySocket.get(socketId)?.values() ?? [])];
  }

  /** Number of subscriptions of a socket. */
  countOf(socketId: string): number {
    return this.bySocket.get(socketId)?.size ?? 0;
  }

  find(socketId: string, sub: string): LiveRoom | undefined {
    return this.bySocket.get(socketId)?.get(sub);
  }

  /** `head`: where a new room starts. */
  open(viewer: Viewer, sub: string, scope: LiveScope, head: Cursor): LiveRoom {
    const subject = scope.kind === 'organisation' ? '' : scope.id;
    const key = ['live', viewer.org, scope.kind, subject, viewer.permissions.join(), sub].join('\n');
    const existing = this.rooms.get(key);
    if (existing !== undefined) return existing;
    const room = new LiveRoom(key, sub, scope, viewer, head);
    this.rooms.set(key, room);
    return room;
  }

  join(room: LiveRoom, member: Member): void {
    room.members.set(member.socketId, member);
    const own = this.bySocket.get(member.socketId) ?? new Map<string, LiveRoom>();
    this.bySocket.set(member.socketId, own.set(room.sub, room));
  }

  /** Deletes the room with its last member. */
  leave(room: LiveRoom, socketId: string): void {
    room.members.get(socketId)?.release();
    room.members.delete(socketId);
    if (room.members.size === 0) this.rooms.delete(room.key);
    const own = this.bySocket.get(socketId);
    own?.delete(room.sub);
    if (own?.size === 0) this.bySocket.delete(socketId);
  }
}
