import { eventText, LogChain, type ChainValue } from '../audit/log-chain.js';
import type { EventStore } from '../port.js';
import { LogsDiffer, MoveStopped } from './errors.js';
import { LogCursor } from './log-cursor.js';
import type { LogEntry, LogSource } from './log-source.js';
import { OrderedAppends } from './ordered-appends.js';
import { unreadable } from './readable.js';

/** `compared`: the target's events with the source's; `moved`: to the target; `verified`: read back from it. */
export type ImportStep = 'compared' | 'moved' | 'verified';

export interface ImportOptions {
  /** Called after each batch with the number of events that the step has finished. */
  onProgress?: (step: ImportStep, count: number) => void;
  signal?: AbortSignal;
  /** The target stores appends in the order of the calls, also several in flight to one stream. Faster. */
  keepsCallOrder?: boolean;
}

/** The imported log; `found` of its events were already in the target. */
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
  const existing = new LogCursor(target, (await target.head()).position);
  let found = 0;
  let appends: OrderedAppends | null = null;
  try {
    for await (const batch of source.batches()) {
      if (signal?.aborted === true) throw new MoveStopped();
      requireReadable(source.name, batch, chain.count);
      const same = appends === null ? await comparePrefix(batch, existing, chain.count) : 0;
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
  if ((await existing.next(1)).length > 0) throw targetIsLonger(chain.count);
  await requireChain(source, target, chain.value, (count) => onProgress('verified', count));
  return { ...chain.value, found };
};

const requireReadable = (source: string, batch: readonly LogEntry[], before: number): void => {
  for (const [index, { event }] of batch.entries()) {
    const finding = unreadable(source, before + index + 1, event);
    if (finding !== null) throw finding;
  }
};

/** How many entries of a batch the target holds: fewer than all only if the target ends there. */
const comparePrefix = async (batch: readonly LogEntry[], existing: LogCursor, before: number): Promise<number> => {
  const events = await existing.next(batch.length);
  for (const [index, event] of events.entries()) {
    const entry = batch[index];
    if (entry !== undefined && eventText(event) !== entry.text)
      throw difference(before + index + 1, entry.event, event);
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

const difference = (number: number, ours: Named, theirs: Named & { position: string }): LogsDiffer => {
  const isSameName = nameOf(ours) === nameOf(theirs) && ours.id === theirs.id;
  const sentence = isSameName
    ? `${nameOf(ours)} has different content in the target`
    : `the source has ${nameOf(ours)}, the target ${nameOf(theirs)}`;
  return new LogsDiffer(
    number,
    `The target holds a different log: they differ at event ${number} (position ${theirs.position} of the target), where ${sentence}. Import into an empty store, or into the store where this import started.`,
  );
};

const targetIsLonger = (count: number): LogsDiffer =>
  new LogsDiffer(
    count + 1,
    `The target holds all ${count} events of the source and later ones: it was written to since. Nothing was changed.`,
  );

/** Reads the target back. An equal chain proves the same events, order and revisions. */
const requireChain = async (
  source: LogSource,
  target: EventStore,
  expected: ChainValue,
  onProgress: (count: number) => void,
): Promise<void> => {
  const chain = new LogChain();
  const cursor = new LogCursor(target, (await target.head()).position);
  for (let events = await cursor.next(1_000); events.length > 0; events = await cursor.next(1_000)) {
    for (const event of events) chain.add(eventText(event));
    onProgress(chain.count);
  }
  if (chain.count === expected.count && chain.link === expected.link) return;
  throw await firstDifference(source, target, chain.count, expected.count);
};

const firstDifference = async (
  source: LogSource,
  target: EventStore,
  count: number,
  expected: number,
): Promise<LogsDiffer> => {
  const existing = new LogCursor(target, (await target.head()).position);
  let number = 0;
  try {
    for await (const batch of source.batches()) {
      const same = await comparePrefix(batch, existing, number);
      number += same;
      if (same < batch.length) break;
    }
  } catch (error) {
    if (error instanceof LogsDiffer) return error;
    throw error;
  }
  return new LogsDiffer(number + 1, `After the import the target holds ${count} events, the source ${expected}.`);
};
