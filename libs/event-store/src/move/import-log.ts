import { eventText, LogChain, type ChainValue } from '../audit/log-chain.js';
import type { EventStore } from '../port.js';
import { LogsDiffer, MoveStopped } from './errors.js';
import { LogCursor } from './log-cursor.js';
import type { LogEntry, LogSource } from './log-source.js';
import { OrderedAppends } from './ordered-appends.js';
import { unreadable } from './readable.js';

/** `compared`: the target's beginning against the source; `moved`: into the target; `verified`: read back from it. */
export type ImportStep = 'compared' | 'moved' | 'verified';

export interface ImportOptions {
  /** Told after each batch how many events of the log a step is through with. */
  onProgress?: (step: ImportStep, count: number) => void;
  signal?: AbortSignal;
  /** The target stores appends in the order of the calls, also several under way to one stream. Faster. */
  keepsCallOrder?: boolean;
}

/** `found` events were in the target already. */
export interface Imported extends ChainValue {
  found: number;
}

/**
 * Moves a whole log into a store and verifies it there. Resumes where an earlier run ended, whatever ended it: the
 * target's own log says where that is. Throws `LogsDiffer` when the target holds anything else, `UnreadableLogEvent`
 * before it writes an event that this version does not know, `MoveStopped` when the signal aborts, and the errors of
 * source and target.
 */
export const importLog = async (
  source: LogSource,
  target: EventStore,
  { onProgress = () => undefined, signal, keepsCallOrder = false }: ImportOptions = {},
): Promise<Imported> => {
  const chain = new LogChain();
  const there = new LogCursor(target, (await target.head()).position);
  let found = 0;
  let appends: OrderedAppends | null = null;
  try {
    for await (const batch of source.batches()) {
      if (signal?.aborted === true) throw new MoveStopped();
      requireReadable(source.name, batch, chain.count);
      const same = appends === null ? await comparePrefix(batch, there, chain.count) : 0;
      found += same;
      if (same < batch.length) appends ??= new OrderedAppends(target, found, keepsCallOrder);
      for (const [index, entry] of batch.entries()) {
        chain.add(entry.text);
        if (index >= same) await appends?.add(entry);
      }
      onProgress(appends === null ? 'compared' : 'moved', chain.count);
    }
    await appends?.flush();
  } finally {
    await appends?.abandon();
  }
  if ((await there.take(1)).length > 0) throw longerTarget(chain.count);
  await requireChain(source, target, chain.value, (count) => onProgress('verified', count));
  return { ...chain.value, found };
};

const requireReadable = (source: string, batch: readonly LogEntry[], before: number): void => {
  for (const [index, { event }] of batch.entries()) {
    const finding = unreadable(source, before + index + 1, event);
    if (finding !== null) throw finding;
  }
};

/** How many of a batch's entries the target holds; fewer than the batch has only where the target ends. */
const comparePrefix = async (batch: readonly LogEntry[], there: LogCursor, before: number): Promise<number> => {
  const events = await there.take(batch.length);
  for (const [index, event] of events.entries()) {
    const entry = batch[index];
    if (entry !== undefined && eventText(event) !== entry.text) throw parting(before + index + 1, entry.event, event);
  }
  return events.length;
};

interface Named {
  stream: string;
  revision: number;
  id: string;
  type: string;
}

const nameOf = ({ type, stream, revision }: Named): string => `${type} (${stream}, revision ${revision})`;

const parting = (number: number, ours: Named, theirs: Named & { position: string }): LogsDiffer => {
  const isSameName = nameOf(ours) === nameOf(theirs) && ours.id === theirs.id;
  const what = isSameName
    ? `${nameOf(ours)} has other contents in the target`
    : `the source has ${nameOf(ours)}, the target ${nameOf(theirs)}`;
  return new LogsDiffer(
    number,
    `The target is not a beginning of the source: they part at event ${number} (position ${theirs.position} of the target), where ${what}. Import into an empty store, or the one that the import began with.`,
  );
};

const longerTarget = (count: number): LogsDiffer =>
  new LogsDiffer(
    count + 1,
    `The target holds all ${count} events of the source and others after them: it was written to since. Nothing was changed.`,
  );

/** Reads the target back. A chain that is equal means: the same events, order and revisions. */
const requireChain = async (
  source: LogSource,
  target: EventStore,
  wanted: ChainValue,
  onProgress: (count: number) => void,
): Promise<void> => {
  const chain = new LogChain();
  const cursor = new LogCursor(target, (await target.head()).position);
  for (let events = await cursor.take(1_000); events.length > 0; events = await cursor.take(1_000)) {
    for (const event of events) chain.add(eventText(event));
    onProgress(chain.count);
  }
  if (chain.count === wanted.count && chain.link === wanted.link) return;
  throw await whereTheyPart(source, target, chain.count, wanted.count);
};

const whereTheyPart = async (
  source: LogSource,
  target: EventStore,
  count: number,
  wanted: number,
): Promise<LogsDiffer> => {
  const there = new LogCursor(target, (await target.head()).position);
  let number = 0;
  try {
    for await (const batch of source.batches()) {
      const same = await comparePrefix(batch, there, number);
      number += same;
      if (same < batch.length) break;
    }
  } catch (error) {
    if (error instanceof LogsDiffer) return error;
    throw error;
  }
  return new LogsDiffer(number + 1, `After the import the target holds ${count} events, the source ${wanted}.`);
};
