import { ViewDirectory } from '@guildhall/read-store';
import { ProjectionGroup } from '../engine/projection-group.js';
import { ProjectionRunner } from '../engine/projection-runner.js';
import { replay } from '../engine/feed/replay.js';
import type { View } from '../engine/view/view.js';
import type { ProjectorStores } from '../stores/stores.js';
import { compareCopies, type Comparison } from './comparison.js';

/** Builds a second copy of a view beside the live one, up to where that is, and compares the two byte by byte. */
export const compareView = async (view: View, stores: ProjectorStores, signal: AbortSignal): Promise<Comparison> => {
  const { log, blobs, engineTimes } = stores;
  const reads = await stores.openReads();
  const scratch = await stores.openScratch();
  try {
    const copy = (await new ViewDirectory(reads).active(view.name))?.collection ?? null;
    const place = copy === null ? undefined : (await reads.places()).get(copy);
    if (copy === null || place === undefined) throw new Error(`the view ${view.name} was not built yet`);
    await scratch.reads.ensure([{ name: copy, indexes: [] }]);
    const runner = await ProjectionRunner.open(view, { copy, store: scratch.reads, logId: log.logId }, { blobs });
    const group = new ProjectionGroup({ store: scratch.reads, lease: () => 1, times: engineTimes }, [runner]);
    const advance = async (position: string): Promise<void> => {
      await replay(log, group, { signal, upTo: position });
      if (runner.error !== null) throw new Error(runner.error);
    };
    await advance(place.position);
    return await compareCopies({ live: { store: reads, copy }, rebuilt: { store: scratch.reads, copy }, advance });
  } finally {
    await scratch.remove();
    await reads.close();
  }
};
