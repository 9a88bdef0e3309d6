import { runLoad, type LoadRequest } from '../command/command-load.js';
import { timesEach, type ProcessorTimes } from './part-processes.js';
import type { Site } from './site.js';

export interface Work {
  callers: number;
  /** What a caller, counted from 0, asks for next. */
  request: (ids: readonly string[], caller: number) => LoadRequest;
}

/** Work in one mode. */
export interface Measured {
  /** Answers of status 2xx; what is refused is no work done. */
  perSecond: number;
  /** Milliseconds, of all answers. */
  p50: number;
  p99: number;
  refused: number;
  /** Answers of other statuses, by status. */
  refusals: ReadonlyMap<number, number>;
  /** For one answer of status 2xx. */
  processorMs: ProcessorTimes;
  /** For one answer of status 2xx; null in embedded mode. */
  mongoCommands: number | null;
}

export const measure = async (site: Site, { callers, request }: Work, seconds: number): Promise<Measured> => {
  const { installation, ids, processes, commands } = site;
  commands?.take();
  const before = processes.processorMs();
  const { answers, failures, refusals, perSecond, p50, p99 } = await runLoad(installation.url, {
    callers,
    seconds,
    headers: () => ({ authorization: `Bearer ${installation.adminToken}` }),
    next: (caller) => request(ids, caller),
  });
  const after = processes.processorMs();
  const accepted = answers - failures;
  const sent = commands === null ? null : total(commands.take());
  return {
    perSecond: (perSecond * accepted) / answers,
    p50,
    p99,
    refused: failures,
    refusals,
    processorMs: timesEach(before, after, accepted),
    mongoCommands: sent === null ? null : sent / accepted,
  };
};

export const total = (counts: ReadonlyMap<unknown, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);
