import {
  permissionsOf,
  type EventItem,
  type EventsFrame,
  type LiveScope,
  type NewEvent,
  type ProblemFrame,
  type RecordedEvent,
} from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { exampleIds } from '@guildhall/testing';
import { io, type Socket } from 'socket.io-client';
import type { FeedRow } from '../history/feed-index.js';
import { RecordedEvents } from '../history/recorded-events.js';
import { LiveReplay } from '../live/live-replay.js';
import type { PastEvents, Place } from '../live/past-events.js';
import type { Viewer } from '../live/visibility.js';
import { LogFollower } from '../log/log-follower.js';
import { portTokens } from '../stores/injection.js';
import type { PlatformPlace } from './platform-place.suite.js';

/** What one subscription was sent. */
export interface Received {
  items: EventItem[];
  snapshots: object[];
  problems: ProblemFrame[];
}

export const operator: Viewer = { org: exampleIds.org, permissions: permissionsOf.operator };

/** Writes events of any version to the log of a platform, and reads it in every way that the platform offers. */
export class LogReaders {
  private readonly sockets: Socket[] = [];

  constructor(private readonly place: PlatformPlace) {}

  get log(): EventStore {
    return this.place.platform.app.get(portTokens.eventStore);
  }

  get follower(): LogFollower {
    return this.place.platform.app.get(LogFollower);
  }

  get history(): RecordedEvents {
    return this.place.platform.app.get(RecordedEvents);
  }

  async head(): Promise<Place> {
    const { position, ordinal } = await this.log.head();
    return { position: position ?? '', ordinal: ordinal ?? 0, at: null };
  }

  /** Appends the events as they are; returns where the stream's last one stands in the feed. */
  async write(stream: string, events: readonly RecordedEvent[]): Promise<FeedRow> {
    const appended = events.map(({ id, type, data, metadata }): NewEvent => ({ id, type, data, metadata }));
    const [last] = await this.log.readStream(stream, { direction: 'backwards', limit: 1 });
    const { revision, position } = await this.log.append(stream, appended, last?.revision ?? 'none');
    const { ordinal } = await this.log.head();
    const { type, metadata } = events.at(-1) as RecordedEvent;
    return { position, ordinal: ordinal ?? 0, type, stream, revision, at: metadata.recordedAt };
  }

  /** `from`: the position that the client holds. */
  async subscribed(scope: LiveScope = { kind: 'organisation' }, from?: string): Promise<Received> {
    const auth = { token: this.place.adminToken };
    const options = { auth, transports: ['websocket'], forceNew: true, reconnection: false };
    const socket = io(`${this.place.url}/live`, options);
    this.sockets.push(socket);
    const received: Received = { items: [], snapshots: [], problems: [] };
    socket.on('events', ({ items }: EventsFrame) => received.items.push(...items));
    socket.on('snapshot', (frame: object) => received.snapshots.push(frame));
    socket.on('problem', (problem: ProblemFrame) => received.problems.push(problem));
    const answer: unknown = await socket.emitWithAck('subscribe', { sub: 's', scope, ...(from && { from }) });
    expect(answer).toEqual({ ok: true });
    return received;
  }

  /** A replay between two places. Their names come from an index that a projector builds: here they are given. */
  replayed(from: Place, to: Place): Promise<EventItem[] | ProblemFrame> {
    const items: EventItem[] = [];
    const past: PastEvents = {
      at: (position) => Promise.resolve(position === from.position ? from : to),
      items: (viewer, after, limit) => this.history.items(viewer, after, limit),
    };
    const request = { sub: 's', from: from.position, to: to.position, speed: 1_000 };
    return new Promise((resolve) =>
      new LiveReplay(past).start('socket', operator, request, (event, frame) => {
        if (event === 'problem') return resolve(frame as ProblemFrame);
        items.push(...(frame as EventsFrame).items);
        if ((frame as EventsFrame).to === to.position) resolve(items);
      }),
    );
  }

  disconnect(): void {
    for (const socket of this.sockets.splice(0)) socket.close();
  }
}
