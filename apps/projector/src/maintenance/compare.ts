import { ViewDirectory } from '@guildhall/read-store';
import { ProjectionRunner } from '../engine/projection-runner.js';
import { replay } from '../engine/replay.js';
import type { View } from '../engine/view/view.js';
import type { ProjectorStores } from '../stores/stores.js';
import { compareCopies, type Comparison } from './comparison.js';

/** Builds a second copy of a view beside the live one, up to where that is, and compares the two byte by byte. */
export const compareView = async (view: View, stores: ProjectorStores, signal: AbortSignal): Promise<Comparison> => {
  const { log, blobs } = stores;
  const reads = await stores.openReads();
  const scratch = await stores.openScratch();
  try {
    const copy = (await new ViewDirectory(reads).active(view.name))?.collection ?? null;
    const checkpoint = copy === null ? null : await reads.checkpoint(copy);
    if (copy === null || checkpoint === null) throw new Error(`the view ${view.name} was not built yet`);
    await scratch.reads.ensure([{ name: copy, indexes: [] }]);
    const target = { copy, store: scratch.reads, logId: log.logId, lease: () => 1 };
    const runner = await ProjectionRunner.open(view, target, { blobs });
    const advance = async (position: string): Promise<void> => {
      await replay(log, [runner], { signal, upTo: position });
      if (runner.error !== null) throw new Error(runner.error);
    };
    await advance(checkpoint.position);
    return await compareCopies({ live: { store: reads, copy }, rebuilt: { store: scratch.reads, copy }, advance });
  } finally {
    await scratch.remove();
    await reads.close();
  }
};
