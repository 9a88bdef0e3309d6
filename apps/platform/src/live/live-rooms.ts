import type { LiveScope } from '@guildhall/contracts';
import { LiveRoom, type Cursor } from './live-room.js';
import type { Viewer } from './visibility.js';

/** The rooms that have members. Members who see the same share a room. */
export class LiveRooms {
  private readonly rooms = new Map<string, LiveRoom>();

  get isEmpty(): boolean {
    return this.rooms.size === 0;
  }

  get subscriptions(): number {
    let count = 0;
    for (const room of this.rooms.values()) count += room.members.size;
    return count;
  }

  all(): Iterable<LiveRoom> {
    return this.rooms.values();
  }

  of(socketId: string): LiveRoom[] {
    return [...this.rooms.values()].filter((room) => room.members.has(socketId));
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

  /** Deletes the room with its last member. */
  leave(room: LiveRoom, socketId: string): void {
    room.members.delete(socketId);
    if (room.members.size === 0) this.rooms.delete(room.key);
  }
}
