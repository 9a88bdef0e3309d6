import { UnreadableEvent } from '@guildhall/contracts';

/**
 * The workspace that an event is about; null when it names none. Listeners look at every event, so an event of a newer
 * version, which no fold handled, names none either: it must not stop them.
 */
export const workspaceOf = (event: { readonly data: unknown }): string | null => {
  try {
    const { workspaceId } = event.data as { workspaceId?: unknown };
    return typeof workspaceId === 'string' ? workspaceId : null;
  } catch (error) {
    if (error instanceof UnreadableEvent) return null;
    throw error;
  }
};
