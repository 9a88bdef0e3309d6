import { millisecondsOf, type JsonObject, type ProjectionStatus } from '@guildhall/contracts';
import { projectionSetting } from '@guildhall/contracts';
import { type ReadStore, settingOf, ViewDirectory } from '@guildhall/read-store';
import { setTimeout as delay } from 'node:timers/promises';
import { ProjectionVersions } from '../engine/projection-versions.js';
import type { LeaseKeeper } from '../engine/lease-keeper.js';
import { RebuildRequests } from '../engine/rebuild-requests.js';
import { ViewBuilder } from '../engine/view/view-builder.js';
import type { View } from '../engine/view/view.js';
import type { ProjectorStores } from '../stores/stores.js';

const pollMs = 100;
/** A projector that has shown no life for so long is not waited for. */
const patienceMs = 15_000;

/**
 * Builds a view again: by this process when no projector runs, otherwise by asking the one that does.
 * @returns who did it and how many events the new copy has taken
 */
export const rebuildView = async (
  view: View,
  stores: ProjectorStores,
  leases: LeaseKeeper,
  signal: AbortSignal,
): Promise<{ by: 'this process' | 'the running projector'; ordinal: number }> => {
  const reads = await stores.openReads();
  try {
    if ((await leases.tryAcquire()) === null) return await askProjector(view, reads, signal);
    const endRenewal = leases.keep(() => undefined);
    try {
      return { by: 'this process', ordinal: await rebuildHere(view, stores, reads, leases, signal) };
    } finally {
      endRenewal();
      await leases.release();
    }
  } finally {
    await reads.close();
  }
};

const rebuildHere = async (
  view: View,
  { log, blobs, engineTimes }: ProjectorStores,
  reads: ReadStore,
  leases: LeaseKeeper,
  signal: AbortSignal,
): Promise<number> => {
  const copies = new ProjectionVersions(reads, new ViewDirectory(reads), { logId: log.logId, head: await log.head() });
  const builder = new ViewBuilder({ log, reads, blobs }, copies, {
    lease: () => leases.token,
    times: engineTimes,
  });
  const runner = await builder.begin(view, { fresh: true });
  const group = builder.group([runner]);
  await builder.build(group, signal);
  if (runner.error !== null) throw new Error(runner.error);
  if (signal.aborted) throw new Error('stopped before it was done; the old copy stays');
  await group.flush({ final: true });
  await copies.activate(view, runner.target.copy);
  await copies.dropRetired(view);
  return runner.written.ordinal;
};

const askProjector = async (
  view: View,
  reads: ReadStore,
  signal: AbortSignal,
): Promise<{ by: 'the running projector'; ordinal: number }> => {
  const requests = new RebuildRequests(reads);
  const { id } = await requests.ask(view.name);
  for (;;) {
    const answer = await requests.read(view.name);
    if (answer?.id !== id) throw new Error('another rebuild of this view was requested in the meantime');
    const status = await statusOf(view, reads);
    if (answer.state === 'done') return { by: 'the running projector', ordinal: status?.ordinal ?? 0 };
    if (answer.state === 'failed') throw new Error(answer.error ?? 'the rebuild failed');
    const silentMs = status === null ? 0 : Date.now() - millisecondsOf(status.heartbeatAt);
    if (silentMs > patienceMs) throw new Error('the projector that holds the view shows no life; stop or restart it');
    await delay(pollMs, undefined, { signal });
  }
};

const statusOf = async (view: View, reads: ReadStore): Promise<ProjectionStatus | null> => {
  const status: JsonObject | null = await settingOf(reads, projectionSetting(view.name));
  return status as ProjectionStatus | null;
};
