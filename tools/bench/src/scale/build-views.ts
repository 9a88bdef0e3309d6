import { projectionSetting, viewNames } from '@guildhall/contracts';
import { openEmbeddedReadStore, type ReadStore, settingOf } from '@guildhall/read-store';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Measures } from './measures.js';
import { folderMb } from './sizes.js';
import { WatchedProcess } from './watched-process.js';

const lookEveryMs = 250;
/** Without any event written for so long the build is given up. */
const patienceMs = 300_000;

/** The real projector builds every view of the log from nothing. True: all views serve the whole log. */
export const buildViews = async (dataDir: string, events: number, measures: Measures): Promise<boolean> => {
  const projector = WatchedProcess.start('projector', dataDir, {});
  const reads = await openEmbeddedReadStore({ file: join(dataDir, 'views', 'views.db') });
  try {
    const isBuilt = await watch(projector, reads, events, measures);
    measures.note('projector peak MB', projector.peakMb);
    measures.note('projector processor s', projector.processorSeconds);
    if (isBuilt) {
      measures.note('projector at rest MB', projector.memoryMb);
      measures.note('projector stop s', (await projector.end('SIGTERM')) / 1_000);
    }
    return isBuilt;
  } finally {
    await projector.end('SIGKILL');
    await reads.close();
    measures.note('views MB', folderMb(join(dataDir, 'views')));
    measures.note('keyframes MB', folderMb(join(dataDir, 'blobs')));
  }
};

const watch = async (
  projector: WatchedProcess,
  reads: ReadStore,
  events: number,
  measures: Measures,
): Promise<boolean> => {
  const passed: { ordinal: number; ms: number }[] = [];
  let newsAt = performance.now();
  for (;;) {
    const at = await progress(reads);
    const ms = projector.ageMs;
    if (at.folded > (passed.at(-1)?.ordinal ?? 0)) {
      passed.push({ ordinal: at.folded, ms });
      newsAt = performance.now();
    }
    const failure = projector.failure ?? at.stopped;
    if (failure !== null || performance.now() - newsAt > patienceMs) {
      measures.note('views break at event', at.folded);
      measures.say('views break with', failure ?? 'no progress');
      return false;
    }
    if (at.serving >= events) break;
    await delay(lookEveryMs);
  }
  measures.note('views s', projector.ageMs / 1_000);
  measures.note('views events/s', (events / projector.ageMs) * 1_000);
  for (const [name, from, to] of [
    ['first', 0, 0.25],
    ['last', 0.75, 1],
  ] as const)
    measures.note(`views events/s, ${name} quarter`, rate(passed, events * from, events * to));
  return true;
};

const rate = (passed: readonly { ordinal: number; ms: number }[], from: number, to: number): number => {
  const within = passed.filter(({ ordinal }) => ordinal >= from && ordinal <= to);
  const first = within[0];
  const last = within.at(-1);
  return first === undefined || last === undefined || first === last
    ? Number.NaN
    : ((last.ordinal - first.ordinal) / (last.ms - first.ms)) * 1_000;
};

/** `folded`: by the slowest view; `serving`: by the slowest view that queries may read. */
const progress = async (reads: ReadStore): Promise<{ folded: number; serving: number; stopped: string | null }> => {
  let folded = Number.POSITIVE_INFINITY;
  let serving = Number.POSITIVE_INFINITY;
  let stopped: string | null = null;
  for (const view of viewNames) {
    const status = await settingOf(reads, projectionSetting(view));
    const ordinal = Number(status?.['ordinal'] ?? 0);
    folded = Math.min(folded, ordinal);
    serving = Math.min(serving, status?.['state'] === 'running' ? ordinal : 0);
    if (status?.['state'] === 'stopped') stopped ??= `${view}: ${String(status['error'])}`;
  }
  return { folded, serving, stopped };
};
