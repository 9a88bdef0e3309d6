import type { ProblemBody } from '../declarations/problem.js';
import type { EventItem } from '../history/views.js';
import type { OrgGraph } from '../workspaces/graph.js';
import type { Ordinal, Position } from '../ids.js';
import type { AckRequest, ReplayRequest, SubscribeRequest, SubscriptionRequest } from './requests.js';

/** Socket.io namespace of the live feed. */
export const liveNamespace = '/live';
export const liveLimits = {
  batchEvents: 500,
  batchBytes: 262_144,
  batchMs: 50,
  emptyBatchMs: 250,
  creditEvents: 5_000,
  /** Of one connection. */
  subscriptions: 32,
  replays: 4,
  /** Bytes of one frame to the platform. */
  frameBytes: 65_536,
  /** Of one credential, over all its connections: of people and services, and of a workspace. */
  ofCredential: { sockets: 128, subscriptions: 512 },
  ofWorkspace: { sockets: 8, subscriptions: 64 },
  /** Sockets of all together that have not shown a credential yet, and how long each may take, in milliseconds. */
  unknownSockets: 256,
  unknownMs: 5_000,
} as const;

export type LiveAnswer = { ok: true } | { ok: false; error: ProblemBody };

export interface SnapshotFrame {
  sub: string;
  position: Position;
  ordinal: Ordinal;
  foldVersion: number;
  logId: string;
  /** Only the organisation scope carries a graph; other scopes re-read their view. */
  graph: OrgGraph | null;
}
/** Apply only when `from` is the position held; `items` may be empty. */
export interface EventsFrame {
  sub: string;
  from: Position;
  to: Position;
  ordinal: Ordinal;
  items: EventItem[];
}
/** Lossy by design, never part of the fold. */
export interface TelemetryFrame {
  sub: string;
  kind: string;
  workspaceId: string;
  [field: string]: unknown;
}
export interface ProblemFrame extends ProblemBody {
  sub: string;
}

export interface ServerToClient {
  snapshot: (frame: SnapshotFrame) => void;
  events: (frame: EventsFrame) => void;
  telemetry: (frame: TelemetryFrame) => void;
  problem: (frame: ProblemFrame) => void;
}
export interface ClientToServer {
  subscribe: (request: SubscribeRequest, answer: (answer: LiveAnswer) => void) => void;
  unsubscribe: (request: SubscriptionRequest, answer?: (answer: LiveAnswer) => void) => void;
  ack: (request: AckRequest) => void;
  replay: (request: ReplayRequest, answer: (answer: LiveAnswer) => void) => void;
  'replay:stop': (request: SubscriptionRequest, answer?: (answer: LiveAnswer) => void) => void;
}
