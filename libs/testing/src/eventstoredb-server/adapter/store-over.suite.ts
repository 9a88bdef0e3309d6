import { openEventStoreDb, type CallTimes, type EventStoreDbStore } from '@guildhall/event-store/eventstoredb';

/** The adapter over a node; closing it closes the node, too. */
export const storeOver = async (
  url: string,
  closeNode: () => Promise<void>,
  times: Partial<CallTimes> = {},
): Promise<{ store: EventStoreDbStore; close(): Promise<void> }> => {
  const store = await openEventStoreDb({ url, times });
  const close = async (): Promise<void> => {
    await store.close();
    await closeNode();
  };
  return { store, close };
};
