import type { EventItem, Ordinal, RecordedEvent } from '@guildhall/contracts';

/** An event as it is shown to clients, in live frames and in history alike. */
export const eventItem = (event: RecordedEvent, ordinal: Ordinal): EventItem => ({
  position: event.position,
  ordinal,
  id: event.id,
  type: event.type,
  stream: event.stream,
  revision: event.revision,
  recordedAt: event.metadata.recordedAt,
  actor: event.metadata.actor,
  data: event.data as Record<string, unknown>,
  metadata: event.metadata,
});
