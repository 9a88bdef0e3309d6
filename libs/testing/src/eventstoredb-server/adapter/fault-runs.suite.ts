import { named, nameOf } from '@guildhall/event-store/contract-events';
import { StoreUnavailable, type EventStore, type ExpectedRevision } from '@guildhall/event-store';
import type { NewEvent, Position } from '@guildhall/contracts';
import { setTimeout as wait } from 'node:timers/promises';
import { SeededRandom } from '../../builders/seeded-random.js';

/** Whole number from `low` to `high`. */
export const between = (random: SeededRandom, low: number, high: number): number => low + random.below(high - low + 1);

/** Begins, lasts for a while where that applies, and ends. */
export type Fault = (random: SeededRandom) => Promise<void>;
/** What can be made to go wrong with one server, by name. */
export type Faults = Readonly<Record<string, Fault>>;

export interface Run {
  store: EventStore;
  random: SeededRandom;
  fault: Fault;
  /** Start of all stream names of the run. */
  prefix: string;
  /** Where the log ended before the run. */
  start: Position | null;
}

const faultsWhile = async (run: Run, work: Promise<unknown>): Promise<void> => {
  let isOver = false;
  const done = work.finally(() => (isOver = true));
  for (let times = between(run.random, 1, 3); times > 0 && !isOver; times -= 1) {
    await wait(between(run.random, 0, 12));
    await run.fault(run.random);
  }
  await done;
};

/** Retries as any caller does when the outcome is unknown or the store is away. */
const insist = async <T>(action: () => Promise<T>): Promise<T> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || tries === 50) throw error;
    }
  }
};

const writers = 4;
const laneCount = 3;

/** Appends at exact revisions in some streams at once; returns the expected names of each stream. */
const write = async (run: Run, appends: number): Promise<Map<string, string[]>> => {
  const written = new Map<string, string[]>();
  const writer = async (_: unknown, index: number): Promise<void> => {
    const stream = `${run.prefix}-${index}`;
    const names: string[] = written.get(stream) ?? [];
    written.set(stream, names);
    let revision: ExpectedRevision = 'none';
    for (let count = 0; count < appends; count += 1) {
      const events: NewEvent[] = named(...Array.from({ length: between(run.random, 1, 3) }, () => `${names.length}`));
      const before: ExpectedRevision = revision;
      revision = (await insist(() => run.store.append(stream, events, before))).revision;
      names.push(...events.map(nameOf));
      if (revision !== names.length - 1) throw new Error(`${stream} is at ${revision}, not at ${names.length - 1}`);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return written;
};

interface Seen {
  stream: string;
  name: string;
  id: string;
  position: Position;
}
const seenOf = (event: { stream: string; data: unknown; id: string; position: Position }): Seen => ({
  stream: event.stream,
  name: nameOf(event),
  id: event.id,
  position: event.position,
});

const readAll = async ({ store, prefix, random, start }: Run): Promise<Seen[]> => {
  const all: Seen[] = [];
  let after = start;
  for (;;) {
    const from = after;
    const limit = between(random, 5, 40);
    const page = await insist(() =>
      store.readAll({ ...(from === null ? {} : { after: from }), prefixes: [prefix], limit }),
    );
    all.push(...page.events.map(seenOf));
    if (page.end) return all;
    after = page.next;
  }
};

const namesByStream = (seen: readonly Seen[]): Map<string, string[]> => {
  const streams = new Map<string, string[]>();
  for (const { stream, name } of seen) streams.set(stream, [...(streams.get(stream) ?? []), name]);
  return streams;
};
const sorted = (names: Map<string, string[]>): [string, string[]][] => [...names].sort(([a], [b]) => (a < b ? -1 : 1));

/** Every requested event exists once, in its place. */
export const appendRun = async (run: Run): Promise<void> => {
  const writing = write(run, 5);
  await faultsWhile(run, writing);
  const seen = await readAll(run);
  expect(sorted(namesByStream(seen))).toEqual(sorted(await writing));
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
};

/** Every completed read returns all events in order. */
export const readRun = async (run: Run): Promise<void> => {
  const written = await write(run, 4);
  const whole = await readAll(run);
  const reader = async (): Promise<void> => {
    for (let count = 0; count < 3; count += 1) {
      expect(await readAll(run)).toEqual(whole);
      for (const [stream, names] of written) {
        const read = await insist(() => run.store.readStream(stream, { direction: 'backwards', limit: 100 }));
        expect(read.map(nameOf)).toEqual(names.toReversed());
      }
      const { position } = await insist(() => run.store.head());
      expect(position).not.toBeNull();
    }
  };
  await faultsWhile(run, Promise.all([reader(), reader()]));
};

/** A subscriber gets history and live events once each, in the order of the log, and `caughtUp` once. */
export const subscribeRun = async (run: Run): Promise<void> => {
  await write({ ...run, prefix: `${run.prefix}-history` }, 4);
  const last = `${run.prefix}-last`;
  const stop = new AbortController();
  const seen: Seen[] = [];
  let caughtUps = 0;
  const following = (async () => {
    const after = run.start === null ? {} : { after: run.start };
    for await (const item of run.store.subscribeAll({ ...after, prefixes: [run.prefix], signal: stop.signal })) {
      if (item.kind === 'caughtUp') caughtUps += 1;
      else seen.push(...item.events.map(seenOf));
      if (seen.at(-1)?.stream === last && caughtUps > 0) return;
      if (run.random.chance(0.2)) await wait(between(run.random, 0, 5));
    }
  })();
  await faultsWhile(run, write({ ...run, prefix: `${run.prefix}-live` }, 4));
  await insist(() => run.store.append(last, named('last'), 'none'));
  const tooLong = setTimeout(() => stop.abort(), tooLongMs);
  await following;
  clearTimeout(tooLong);
  expect(seen).toEqual(await readAll(run));
  expect(seen.at(-1)?.stream).toBe(last);
  expect(caughtUps).toBe(1);
};
const tooLongMs = 10_000;

export const targets: Record<string, (run: Run) => Promise<void>> = {
  append: appendRun,
  read: readRun,
  subscribe: subscribeRun,
};

/** A store, and what can go wrong with its server. */
export interface Faulty {
  store: EventStore;
  faults: Faults;
}

/** Names in the table of faults and targets. */
export interface Cell {
  fault: string;
  target: string;
}

export const cellsOf = (faults: readonly string[]): Cell[] =>
  faults.flatMap((fault) => Object.keys(targets).map((target) => ({ fault, target })));

/** One run of a cell. */
export const runCell = async ({ store, faults }: Faulty, { fault, target }: Cell, seed: number): Promise<void> => {
  const [begin, work] = [faults[fault], targets[target]];
  if (begin === undefined || work === undefined) throw new Error(`there is no ${fault} or ${target}`);
  const { position: start } = await insist(() => store.head());
  const prefix = `run-${fault.replaceAll(' ', '')}-${target}-${seed}`;
  try {
    await work({ store, random: new SeededRandom(seed), fault: begin, prefix, start });
  } catch (error) {
    throw new Error(`seed ${seed}, ${fault} × ${target}`, { cause: error });
  }
};

/** One after the other through all cells, in lanes beside each other. Returns the number of runs; each has a seed of its own. */
export const runInLanes = async (
  { cells, runs, firstSeed }: { cells: readonly Cell[]; runs: number; firstSeed: number },
  openLane: () => Promise<Faulty & { close(): Promise<void> }>,
): Promise<number> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    const faulty = await openLane();
    try {
      while (next < runs) {
        const cell = cells[next % cells.length];
        next += 1;
        if (cell !== undefined) await runCell(faulty, cell, firstSeed + next);
      }
    } catch (error) {
      next = runs + 1;
      throw error;
    } finally {
      await faulty.close();
    }
  };
  await Promise.all(Array.from({ length: laneCount }, lane));
  return next;
};
