import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '../contract/event-store.suite.js';
import { openEmbeddedEventStore } from './embedded-event-store.js';

eventStoreContract('embedded', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'guildhall-log-'));
  const store = await openEmbeddedEventStore({ directory });
  return {
    store,
    close: async () => {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
});
