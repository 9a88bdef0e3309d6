import { UnreadableEvent, type EventItem, type Ordinal, type RecordedEvent } from '@guildhall/contracts';

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

/** The same, or why an event of a newer version cannot be shown. */
export const readableItem = (event: RecordedEvent, ordinal: Ordinal): EventItem | UnreadableEvent => {
  try {
    return eventItem(event, ordinal);
  } catch (error) {
    if (error instanceof UnreadableEvent) return error;
    throw error;
  }
};
