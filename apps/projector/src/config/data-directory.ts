import { join } from 'node:path';

/** Where everything lies in the data directory; platform and projector agree on it. */
export const dataPaths = (directory: string) => ({
  log: join(directory, 'log'),
  views: join(directory, 'views', 'views.db'),
  leases: join(directory, 'leases.db'),
  blobs: join(directory, 'blobs'),
});
