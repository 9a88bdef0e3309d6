import type { JsonObject, Ordinal } from '@guildhall/contracts';
import type { Head } from '@guildhall/event-store';
import { Injectable } from '@nestjs/common';
import type { LogFold, LogPlace } from './fold.js';
import { SnapshotFiles, type SnapshotKey } from './snapshot-files.js';

/** Events between two snapshots: reading them again takes well under a second. */
const every = 50_000;

interface Found {
  place: LogPlace;
  state: JsonObject;
}

/** Keeps a snapshot of each fold, so that a new or changed fold is caught up alone. */
@Injectable()
export class FoldSnapshots {
  private savedAt: Ordinal = 0;

  constructor(private readonly files: SnapshotFiles) {}

  due(ordinal: Ordinal): boolean {
    return ordinal - this.savedAt >= every;
  }

  /**
   * Restores every fold that has a usable snapshot; gives the place of each, null: it starts from the beginning.
   * `folds`: in the order in which they apply an event.
   */
  async restore(logId: string, head: Head, folds: readonly LogFold[]): Promise<(LogPlace | null)[]> {
    const found = new Map<string, Found | null>();
    for (const fold of folds) found.set(fold.name, await this.load(logId, head, fold));
    dropReadAhead(folds, found);
    return folds.map((fold) => {
      const snapshot = found.get(fold.name) ?? null;
      if (snapshot !== null) fold.fromJson(snapshot.state);
      this.savedAt = Math.max(this.savedAt, snapshot?.place.ordinal ?? 0);
      return snapshot?.place ?? null;
    });
  }

  /** All folds are at that place. */
  async save(logId: string, place: LogPlace, folds: readonly LogFold[]): Promise<void> {
    this.savedAt = place.ordinal;
    const states = folds.map((fold) => [fold, fold.toJson()] as const);
    for (const [fold, state] of states) await this.files.save(keyOf(logId, fold), { place: { ...place }, state });
  }

  /** A snapshot ahead of the log is of a log that was put back: not used. */
  private async load(logId: string, head: Head, fold: LogFold): Promise<Found | null> {
    const found = (await this.files.load(keyOf(logId, fold))) as Found | null;
    return found === null || head.position === null || found.place.position > head.position ? null : found;
  }
}

const keyOf = (logId: string, { name, version }: LogFold): SnapshotKey => ({
  name: `fold:${name}`,
  version: String(version),
  logId,
});

/**
 * A fold that reads another one needs it as it was at each event. So one that is read must not be ahead of its reader:
 * it starts from the beginning, too.
 */
const dropReadAhead = (folds: readonly LogFold[], found: Map<string, Found | null>): void => {
  for (const { name, after = [] } of [...folds].reverse())
    for (const read of after) {
      const [reader, source] = [found.get(name)?.place.position ?? '', found.get(read)?.place.position ?? ''];
      if (source > reader) found.set(read, null);
    }
};
