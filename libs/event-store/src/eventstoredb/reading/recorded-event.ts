import type { AllStreamResolvedEvent, StreamingRead } from '@eventstore/db-client';
import type { EventMetadata, RecordedEvent } from '@guildhall/contracts';
import { positionText, type LogPosition } from './log-position.js';
import { logStreamPrefix } from '../../log-streams.js';

/** The parts of a client's event that the adapter reads. */
export interface ClientEvent {
  streamId: string;
  id: string;
  revision: bigint;
  type: string;
  data: unknown;
  metadata?: unknown;
  position?: LogPosition;
}
export type ClientRead = StreamingRead<AllStreamResolvedEvent>;

/** The port does not show the server's own events, nor ours about the log itself. */
export const isShown = ({ type, streamId }: ClientEvent): boolean =>
  type.charCodeAt(0) !== dollar && streamId.charCodeAt(0) !== dollar && !streamId.startsWith(logStreamPrefix);
const dollar = 36;

const nowhere: LogPosition = { commit: 0n, prepare: 0n };

export const recordedEvent = (event: ClientEvent): RecordedEvent => ({
  id: event.id,
  type: event.type,
  data: event.data,
  metadata: event.metadata as EventMetadata,
  stream: event.streamId,
  revision: Number(event.revision),
  position: positionText(event.position ?? nowhere),
});
