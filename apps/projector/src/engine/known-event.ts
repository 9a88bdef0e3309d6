import { isCurrent } from '@guildhall/event-store';
import { declarationOf, UnreadableEvent, upcast, type RecordedEvent } from '@guildhall/contracts';

/** Why this version of Guildhall cannot read the event; null: it can. */
export const unreadable = (event: RecordedEvent): UnreadableEvent | null => {
  if (isCurrent(event)) return null;
  try {
    upcast(event);
    return null;
  } catch (error) {
    if (error instanceof UnreadableEvent) return error;
    throw error;
  }
};

/** An event of a type that this version does not know: any projection may have to fold it. */
export const isStrange = ({ type }: RecordedEvent): boolean => declarationOf(type) === undefined;

/** Events of the store itself are no facts: they are neither folded nor counted. */
export const isStoresOwn = (event: RecordedEvent): boolean => event.type.startsWith('$');
