import { liveNamespace, type LiveScope, type Ordinal } from '@guildhall/contracts';
import { io } from 'socket.io-client';
import { problemOf } from './connect-problem.js';
import type { LiveSocket } from './live-socket.js';
import {
  retryDelayMs,
  Subscription,
  type LiveClock,
  type LiveHandlers,
  type SubscribeOptions,
} from './subscription.js';

export type { LiveClock, LiveHandlers, SubscribeOptions } from './subscription.js';

export interface LiveClientOptions {
  /** For example `http://127.0.0.1:8080`; empty in a browser: the page's own origin. */
  baseUrl: string;
  /** Bearer token; absent: the session cookie. */
  token?: string;
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

/** Everybody who follows the same scope uses the same name, so that the server encodes each frame once for all. */
const subOf = (scope: LiveScope): string =>
  scope.kind === 'organisation' ? 'organisation' : `${scope.kind}:${scope.id}`;

const openSocket = ({ baseUrl, token }: LiveClientOptions): LiveSocket =>
  io(`${baseUrl.replace(/\/$/, '')}${liveNamespace}`, {
    transports: ['websocket', 'polling'],
    withCredentials: true,
    reconnectionDelay: 250,
    reconnectionDelayMax: 5_000,
    ...(token === undefined ? {} : { auth: { token } }),
  }) as unknown as LiveSocket;

/**
 * The live feed over socket.io. Resuming is our own, from the position held, and works across restarts of the server;
 * the recovery that socket.io offers does not.
 */
export const createLiveClient = (options: LiveClientOptions): LiveClient => {
  const clock = options.clock ?? systemClock;
  const socket = options.socket ?? openSocket(options);
  const subscriptions = new Map<string, Subscription>();
  const each = (act: (subscription: Subscription) => void): void => [...subscriptions.values()].forEach(act);
  let refusals = 0;
  let isClosed = false;
  let cancelRetry: () => void = () => undefined;

  /** After a refusal or an end by the server, socket.io does not try again by itself. */
  const connectLater = (): void => {
    if (socket.active || isClosed) return;
    refusals += 1;
    cancelRetry();
    cancelRetry = clock.after(retryDelayMs(refusals), () => socket.connect());
  };

  socket.on('connect', () => {
    refusals = 0;
    each((subscription) => subscription.open());
  });
  socket.on('disconnect', () => {
    each((subscription) => subscription.down(null));
    connectLater();
  });
  socket.on('connect_error', (error) => {
    each((subscription) => subscription.down(problemOf(error)));
    connectLater();
  });
  socket.on('snapshot', (frame) => subscriptions.get(frame.sub)?.snapshot(frame));
  socket.on('events', (frame) => subscriptions.get(frame.sub)?.events(frame));
  socket.on('telemetry', (frame) => subscriptions.get(frame.sub)?.telemetry(frame));
  socket.on('problem', (frame) => subscriptions.get(frame.sub)?.refused(frame));

  return {
    subscribe(scope, handlers, from = {}) {
      const sub = subOf(scope);
      if (subscriptions.has(sub)) throw new Error(`There is already a subscription of ${sub}.`);
      const subscription = new Subscription(sub, scope, handlers, socket, clock, from, options.headOrdinal);
      subscriptions.set(sub, subscription);
      if (socket.connected) subscription.open();
      else subscription.down(null);
      return () => {
        if (subscriptions.delete(sub)) subscription.close();
      };
    },
    retry() {
      cancelRetry();
      if (!socket.connected) socket.connect();
    },
    close() {
      isClosed = true;
      cancelRetry();
      each((subscription) => subscription.close());
      subscriptions.clear();
      socket.disconnect();
    },
  };
};
