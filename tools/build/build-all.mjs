import { ensureBuilt } from './ensure-built.mjs';
import { projectsWith } from './projects.mjs';
import { exitWith, say } from '../start/say.mjs';

/** `npm run build`: everything that is built, as far as it is stale. */
await exitWith(async () => {
  await ensureBuilt(projectsWith('build').map(({ name }) => name));
  say('Everything is built.');
  return 0;
});
