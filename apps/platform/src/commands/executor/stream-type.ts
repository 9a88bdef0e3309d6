import type { CachedStream, StreamDecider } from './cached-stream.js';

/** Streams of one shape, with their decider. */
export interface StreamType<State, Request> {
  /** Name of the stream of an organisation, a workspace or whatever else these streams are about. */
  nameOf(id: string): string;
  decider: StreamDecider<State, Request>;
  /** The state before the first event of that stream. */
  initial(stream: string): Promise<State> | State;
  snapshots?: StreamSnapshots<State>;
}
/** A disposable copy of a long stream's state: losing it costs time only. */
export interface StreamSnapshots<State> {
  load(stream: string): Promise<CachedStream<State> | null>;
  /** Called after every append; decides when a snapshot is worth it. */
  appended(stream: CachedStream<State>): void;
}
