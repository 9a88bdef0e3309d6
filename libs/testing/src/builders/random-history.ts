import type { RecordedEvent } from '@guildhall/contracts';
import { HistoryWriter } from './history-writer.js';
import { RandomFiles } from './random-files.js';
import { RandomStructure } from './random-structure.js';
import { RandomWork } from './random-work.js';
import { SeededRandom } from './seeded-random.js';

export interface RandomHistoryOptions {
  org?: string;
  /** Maximum number of workspaces; the default grows with the history, up to 5 000. */
  workspaces?: number;
  /** Milliseconds since the epoch of the first event. */
  startMs?: number;
}

const defaultStartMs = Date.UTC(2026, 10, 23, 10);

/**
 * A history of `size` events that real deciders accepted, in log order, with positions from 1 on. The same seed gives
 * the same history. An answer may be cut between two events of one command.
 */
export const randomHistory = (seed: number, size: number, options: RandomHistoryOptions = {}): RecordedEvent[] => {
  const {
    org = 'default',
    startMs = defaultStartMs,
    workspaces = Math.min(5_000, 20 + Math.floor(size / 20)),
  } = options;
  const random = new SeededRandom(seed);
  const history = new HistoryWriter(org, random, startMs);
  const structure = new RandomStructure(history);
  const work = new RandomWork(history);
  const files = new RandomFiles(history);
  structure.found();
  while (history.events.length < size) {
    const someone = structure.someone();
    if (someone === undefined) create(structure, work);
    else if (random.chance(0.02)) files.change(someone);
    else act(random.next(), someone, structure, work, workspaces);
  }
  return history.events.slice(0, size);
};

const create = (structure: RandomStructure, work: RandomWork): void => {
  const workspaceId = structure.create();
  const creation = workspaceId === undefined ? undefined : structure.tree?.creationFacts(workspaceId);
  if (creation !== undefined) work.requestStart(creation.workspaceId, creation.runtime);
};

/** One random command; `dice` from 0 to 1 chooses the actor. */
const act = (dice: number, someone: string, structure: RandomStructure, work: RandomWork, workspaces: number): void => {
  if (dice < 0.12) {
    if (structure.ids.length < workspaces) create(structure, work);
    else structure.change();
  } else if (dice < 0.16) structure.place();
  else if (dice < 0.2) structure.remove();
  else if (dice < 0.22) structure.restore();
  else if (dice < 0.4) structure.change();
  else if (dice < 0.43) structure.undo();
  else if (dice < 0.44) structure.organisation();
  else if (dice < 0.5) work.provisioning(someone);
  else if (dice < 0.6) work.agent(someone);
  else if (dice < 0.7) work.send(someone);
  else if (dice < 0.96) work.message();
  else work.credential(someone);
};
