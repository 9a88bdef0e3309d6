import { defaultOrganisation } from '@guildhall/contracts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../harness/bench.js';
import { withFolder } from '../harness/temporary.js';
import { buildViews } from './build-views.js';
import { bySize, Measures } from './measures.js';
import { factWriter, measureCreations, measureMoments, measureRequests, measureSnapshotPause } from './requests.js';
import { platformMemory, startPlatform, stopPlatform, type RunningPlatform } from './run-platform.js';
import { largeOrganisation, writeScaleLog, type ScaleCase } from './scale-log.js';
import { folderMb, savedStatesMb, tablesMb } from './sizes.js';
import { WatchedProcess } from './watched-process.js';
import { measureWatchers } from './watchers.js';

const smallest: ScaleCase = { workspaces: 20_000, organisations: 20 };
const sizesAsked: readonly ScaleCase[] = [
  smallest,
  { workspaces: 200_000, organisations: 200 },
  { workspaces: 1_000_000, organisations: 1_000 },
  { workspaces: 100_000, organisations: 1 },
];
const largestTables = 12;

/** `SCALE_SIZES=20000/20,100000/1`: other sizes than the usual ones, as workspaces / organisations. */
const sizesFrom = (text: string): ScaleCase[] =>
  text.split(',').map((size) => {
    const [workspaces = 0, organisations = 1] = size.split('/').map(Number);
    return { workspaces, organisations };
  });

const measure = async (scale: ScaleCase, dataDir: string, measures: Measures): Promise<void> => {
  const begun = performance.now();
  const events = await writeScaleLog(join(dataDir, 'log'), scale);
  const seconds = (performance.now() - begun) / 1_000;
  const logMb = folderMb(join(dataDir, 'log'));
  measures.note('events', events);
  measures.note('written events/s', events / seconds);
  measures.note('log MB', logMb);
  measures.note('log bytes/event', (logMb * 2 ** 20) / events);
  measures.note('log bytes/workspace', (logMb * 2 ** 20) / scale.workspaces);
  const areBuilt = await buildViews(dataDir, events, measures);
  noteViews(join(dataDir, 'views', 'views.db'), scale, measures);
  await servePlatform(scale, dataDir, areBuilt ? events : null, measures);
};

const noteViews = (file: string, { workspaces }: ScaleCase, measures: Measures): void => {
  if (!existsSync(file)) return;
  for (const [projection, mb] of savedStatesMb(file)) measures.note(`saved state of ${projection} MB`, mb);
  let all = 0;
  for (const [index, [name, mb]] of tablesMb(file).entries()) {
    all += mb;
    if (index < largestTables) measures.note(`table ${name} MB`, mb);
  }
  measures.note('views bytes/workspace', (all * 2 ** 20) / workspaces);
};

/** `events` null: there are no views, and only what needs none is asked for. */
const servePlatform = async (
  { organisations }: ScaleCase,
  dataDir: string,
  events: number | null,
  measures: Measures,
): Promise<void> => {
  const first = await startPlatform(dataDir, 'platform first start', measures);
  await platformMemory(first, largeOrganisation, measures);
  await stopPlatform(first, dataDir, measures);
  const platform = await startPlatform(dataDir, 'platform second start', measures);
  const projector = events === null ? null : WatchedProcess.start('projector', dataDir, {});
  try {
    const orgs = organisations === 1 ? [largeOrganisation] : [defaultOrganisation, largeOrganisation];
    let ids: string[] = [];
    for (const org of orgs) {
      const at = { url: platform.url, org };
      ids = await measureRequests(at, measures);
      if (events !== null) await measureMoments(at, events, measures);
    }
    await measureCreations(platform.url, [largeOrganisation], measures);
    if (organisations > 1) await measureMany(platform, organisations, measures);
    await measureSnapshotPause(platform.url, largeOrganisation, ids, measures);
    measures.note('platform peak while serving MB', platform.process.peakMb);
  } finally {
    if (projector !== null) measures.note('projector resumed, peak MB', projector.peakMb);
    await projector?.end('SIGTERM');
    await platform.process.end('SIGKILL');
  }
};

/** What organisations cost beside each other. */
const measureMany = async (platform: RunningPlatform, organisations: number, measures: Measures): Promise<void> => {
  const ordinary = Array.from({ length: organisations - 2 }, (_, index) => `org-${index + 1}`);
  await measureCreations(platform.url, ordinary.slice(0, 16), measures);
  const write = await factWriter({ url: platform.url, org: largeOrganisation });
  await measureWatchers(platform, ordinary, write, measures);
};

export const scaleBench: Bench = {
  id: 'S1',
  title: 'scale: workspaces and organisations',
  target: 'none; what grows with what, and where it ends (docs/architecture/scale.md)',
  modes: { instead: 'B20' },
  run: async ({ quick }) => {
    const asked = process.env['SCALE_SIZES'];
    const all: Measures[] = [];
    for (const scale of asked === undefined ? (quick ? [smallest] : sizesAsked) : sizesFrom(asked)) {
      const measures = new Measures(`${scale.workspaces}/${scale.organisations}`);
      all.push(measures);
      await withFolder((dataDir) => measure(scale, dataDir, measures)).catch((error: unknown) =>
        measures.say('ended by', error instanceof Error ? error.message : String(error)),
      );
    }
    return bySize(all);
  },
};
