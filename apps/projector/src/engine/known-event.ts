import { UnreadableEvent, upcast, type RecordedEvent } from '@guildhall/contracts';

/** Events as this version knows them, up to the first one that it cannot read. */
export const readable = (
  events: readonly RecordedEvent[],
): { known: readonly RecordedEvent[]; unreadable: { event: RecordedEvent; error: UnreadableEvent } | null } => {
  const known: RecordedEvent[] = [];
  for (const event of events) {
    try {
      known.push(upcast(event));
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      return { known, unreadable: { event, error } };
    }
  }
  return { known, unreadable: null };
};

/** Events of the store itself are no facts: they are neither folded nor counted. */
export const isStoresOwn = (event: RecordedEvent): boolean => event.type.startsWith('$');
