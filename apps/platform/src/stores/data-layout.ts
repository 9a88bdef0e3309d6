import { join } from 'node:path';

/** Where the parts of an embedded installation lie. */
export const dataLayout = (dataDir: string) => ({
  log: join(dataDir, 'log'),
  views: join(dataDir, 'views', 'views.db'),
  blobs: join(dataDir, 'blobs'),
  keys: join(dataDir, 'keys'),
  agents: join(dataDir, 'agents'),
  run: join(dataDir, 'run'),
});
