import type { CachedStream, StreamDecider } from './cached-stream.js';

/** A slice of streams of one shape. `initial`: the state before the first event of that stream. */
export interface StreamType<State, Command> {
  decider: StreamDecider<State, Command>;
  initial(stream: string): Promise<State> | State;
  snapshots?: StreamSnapshots<State>;
}
/** A disposable copy of a long stream's state: losing it costs time only. */
export interface StreamSnapshots<State> {
  load(stream: string): Promise<CachedStream<State> | null>;
  /** Called after every append; decides by itself when it is worth it. */
  appended(stream: CachedStream<State>): void;
}
