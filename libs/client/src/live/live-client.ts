import { liveNamespace, type LiveScope, type Ordinal } from '@guildhall/contracts';
import { io } from 'socket.io-client';
import { problemOf } from './connect-problem.js';
import { FollowedScope, type SubscribeOptions } from './followed-scope.js';
import type { LiveSocket } from './live-socket.js';
import { Reconnection } from './reconnection.js';
import { Subscription, type LiveClock, type LiveHandlers } from './subscription.js';

export type { SubscribeOptions } from './followed-scope.js';
export type { LiveClock, LiveHandlers } from './subscription.js';

export interface LiveClientOptions {
  /** For example `http://127.0.0.1:8080`; empty in a browser: the page's own origin. */
  baseUrl: string;
  /** Bearer token; absent: the session cookie. */
  token?: string;
  /** Secret of the page, which goes with the session cookie; asked at each connection. */
  page?: () => string | undefined;
  /** Number of the newest event, asked when (re)subscribing, so that "n behind" can be said. */
  headOrdinal?: () => Promise<Ordinal>;
  socket?: LiveSocket;
  clock?: LiveClock;
}

export interface LiveClient {
  /** Follows a scope until the result is called. One subscription per scope. */
  subscribe(scope: LiveScope, handlers: LiveHandlers, options?: SubscribeOptions): () => void;
  /** Try to connect now instead of waiting for the next attempt. */
  retry(): void;
  close(): void;
}

const systemClock: LiveClock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** All clients that follow a scope use the same name for it, so that the server encodes each frame once. */
const subOf = (scope: LiveScope): string =>
  scope.kind === 'organisation' ? 'organisation' : `${scope.kind}:${scope.id}`;

const openSocket = ({ baseUrl, token, page }: LiveClientOptions): LiveSocket =>
  io(`${baseUrl.replace(/\/$/, '')}${liveNamespace}`, {
    transports: ['websocket', 'polling'],
    withCredentials: true,
    reconnectionDelay: 250,
    reconnectionDelayMax: 5_000,
    auth: (show: (credential: object) => void) => show({ token, page: page?.() }),
  }) as unknown as LiveSocket;

/** Passes the events of the connection and its frames to the subscriptions. */
const watch = (
  socket: LiveSocket,
  subscriptions: ReadonlyMap<string, Subscription>,
  reconnection: Reconnection,
): void => {
  const each = (act: (subscription: Subscription) => void): void => [...subscriptions.values()].forEach(act);
  socket.on('connect', () => {
    reconnection.succeeded();
    each((subscription) => subscription.open());
  });
  socket.on('disconnect', () => {
    each((subscription) => subscription.down(null));
    reconnection.later();
  });
  socket.on('connect_error', (error) => {
    each((subscription) => subscription.down(problemOf(error)));
    reconnection.later();
  });
  socket.on('snapshot', (frame) => subscriptions.get(frame.sub)?.snapshot(frame));
  socket.on('events', (frame) => subscriptions.get(frame.sub)?.events(frame));
  socket.on('telemetry', (frame) => subscriptions.get(frame.sub)?.telemetry(frame));
  socket.on('problem', (frame) => subscriptions.get(frame.sub)?.refused(frame));
};

/**
 * The live feed over socket.io. It resumes by itself from the position held, which also works across restarts of the
 * server; the recovery that socket.io offers does not.
 */
export const createLiveClient = (options: LiveClientOptions): LiveClient => {
  const clock = options.clock ?? systemClock;
  const socket = options.socket ?? openSocket(options);
  const subscriptions = new Map<string, Subscription>();
  const reconnection = new Reconnection(socket, clock);
  watch(socket, subscriptions, reconnection);

  return {
    subscribe(scope, handlers, from = {}) {
      const sub = subOf(scope);
      if (subscriptions.has(sub)) throw new Error(`There is already a subscription of ${sub}.`);
      const followed = new FollowedScope(sub, scope, from);
      const subscription = new Subscription(followed, handlers, socket, clock, options.headOrdinal);
      subscriptions.set(sub, subscription);
      if (socket.connected) subscription.open();
      else subscription.down(null);
      return () => {
        if (subscriptions.delete(sub)) subscription.close();
      };
    },
    retry: () => reconnection.now(),
    close() {
      reconnection.stop();
      for (const subscription of subscriptions.values()) subscription.close();
      subscriptions.clear();
      socket.disconnect();
    },
  };
};
