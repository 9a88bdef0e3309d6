import type { EventStore } from '@guildhall/event-store';
import { openEmbeddedEventStore } from '@guildhall/event-store';
import { openEmbeddedReadStore } from '@guildhall/read-store';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBigLog } from './big-log.js';
import { ProjectorProcess } from './projector-process.js';

export interface RebuildFigures {
  events: number;
  seconds: number;
  perSecond: number;
  residentMb: number;
  ownMb: number;
  /** One document and one transaction per event, of one view only. */
  naivePerSecond: number;
}

const naiveEvents = 20_000;

/** B4: from a log and nothing else to all views ready, by the real projector. */
export const measureRebuild = async (events: number, runs: number): Promise<RebuildFigures[]> => {
  const directory = await mkdtemp(join(tmpdir(), 'guildhall-bench-'));
  const log = await openEmbeddedEventStore({ directory: join(directory, 'log') });
  try {
    await writeBigLog(log, events);
    const figures: RebuildFigures[] = [];
    for (let run = 0; run < runs; run += 1) figures.push(await rebuildOnce(directory, log, events));
    return figures;
  } finally {
    await log.close();
    await rm(directory, { recursive: true, force: true });
  }
};

const rebuildOnce = async (directory: string, log: EventStore, events: number): Promise<RebuildFigures> => {
  for (const name of ['views', 'blobs', 'leases.db']) await rm(join(directory, name), { recursive: true, force: true });
  const projector = ProjectorProcess.start(directory);
  const reads = await openEmbeddedReadStore({ file: join(directory, 'views', 'views.db') });
  const ms = await projector.reaches(reads, events);
  await projector.stop();
  await reads.close();
  const naivePerSecond = await measureNaive(directory, log);
  return { events, seconds: ms / 1_000, perSecond: (events / ms) * 1_000, ...projector.memory, naivePerSecond };
};

const measureNaive = async (directory: string, log: EventStore): Promise<number> => {
  const reads = await openEmbeddedReadStore({ file: join(directory, 'views', 'naive.db') });
  const fields = ['ordinal', 'at', 'type', 'stream'];
  await reads.ensure([{ name: 'naive', indexes: fields.map((field) => ({ fields: [field] })) }]);
  const startedAt = performance.now();
  let ordinal = 0;
  let after = '';
  while (ordinal < naiveEvents) {
    const page = await log.readAll({ ...(after === '' ? {} : { after }), limit: 1_000 });
    for (const { position, type, stream, metadata } of page.events) {
      ordinal += 1;
      const document = { id: position, ordinal, type, stream, at: metadata.recordedAt };
      await reads.apply({
        upserts: [{ collection: 'naive', document, position }],
        deletes: [],
        checkpoints: { naive: { position, ordinal, logId: log.logId } },
        lease: 1,
      });
    }
    if (page.end) break;
    after = page.next ?? '';
  }
  await reads.close();
  return (ordinal / (performance.now() - startedAt)) * 1_000;
};
