import { everyPid, pidsOf, processorMs } from '../harness/processes.js';
import { mongoPort } from './mongo-server.js';
import { socketHolders } from './socket-holders.js';

export const parts = ['platforms', 'projectors', 'event_store', 'mongodb'] as const;
export type Part = (typeof parts)[number];

/** Milliseconds of processor time by part; a part without processes here is not in it. */
export type ProcessorTimes = ReadonlyMap<Part, number>;

/** The processes of one installation: others on this machine do not count. A MongoDB elsewhere has none. */
export class PartProcesses {
  private constructor(private readonly pids: ReadonlyMap<Part, readonly number[]>) {}

  static of(dataDir: string, mode: 'embedded' | 'server'): PartProcesses {
    const pids = new Map<Part, readonly number[]>([
      ['platforms', pidsOf('dist/apps/platform', dataDir)],
      ['projectors', pidsOf('dist/apps/projector', dataDir)],
    ]);
    if (mode === 'embedded') return new PartProcesses(pids);
    pids.set('event_store', pidsOf('servers/event-store.mjs', dataDir));
    const mongo = socketHolders(everyPid(), 'listening').get(mongoPort());
    if (mongo !== undefined) pids.set('mongodb', [mongo]);
    return new PartProcesses(pids);
  }

  processorMs(): ProcessorTimes {
    return new Map(
      [...this.pids].map(([part, pids]) => [part, pids.reduce((sum, pid) => sum + processorMs(pid), 0)] as const),
    );
  }

  /** Counts by local port as counts by process of Guildhall: `platform 1`, `projector 2`. */
  byProcess(counts: ReadonlyMap<number, number>): Map<string, number> {
    const names = new Map<number, string>(
      (['platforms', 'projectors'] as const).flatMap((part) =>
        (this.pids.get(part) ?? []).map((pid, index) => [pid, `${part.slice(0, -1)} ${index + 1}`] as const),
      ),
    );
    const holders = socketHolders([...names.keys()], 'connected');
    const all = new Map([...names.values()].map((name) => [name, 0]));
    for (const [port, count] of counts) {
      const name = names.get(holders.get(port) ?? 0) ?? 'closed connections';
      all.set(name, (all.get(name) ?? 0) + count);
    }
    return all;
  }
}

/** What each part used between two looks, divided by `count`. */
export const timesEach = (before: ProcessorTimes, after: ProcessorTimes, count: number): ProcessorTimes =>
  new Map([...after].map(([part, ms]) => [part, (ms - (before.get(part) ?? 0)) / count]));
