import type { JsonObject, Ordinal, Position } from '@guildhall/contracts';
import type { Head } from '@guildhall/event-store';
import type { LogFold } from './log-fold.js';
import type { SnapshotFiles } from './snapshot-files.js';

export interface FollowerPlace {
  position: Position;
  ordinal: Ordinal;
  recordedAt: string | null;
}

/** A snapshot at most every so many events: reading them again takes well under a second. */
const every = 50_000;

/** Saves all folds of the follower together, so that they always belong to the same position. */
export class FollowerSnapshots {
  private savedAt: Ordinal = 0;

  constructor(private readonly files: SnapshotFiles) {}

  due(ordinal: Ordinal): boolean {
    return ordinal - this.savedAt >= every;
  }

  /** A snapshot ahead of the log is of a log that was put back: not used. */
  async load(logId: string, head: Head, folds: readonly LogFold[]): Promise<FollowerPlace | null> {
    const found = await this.files.load('platform', this.version(folds), logId);
    if (found === null) return null;
    const place = found['place'] as unknown as FollowerPlace;
    if (head.position === null || place.position > head.position) return null;
    const states = found['folds'] as JsonObject;
    for (const fold of folds) fold.fromJson(states[fold.name] as JsonObject);
    this.savedAt = place.ordinal;
    return place;
  }

  async save(logId: string, place: FollowerPlace, folds: readonly LogFold[]): Promise<void> {
    this.savedAt = place.ordinal;
    const states = Object.fromEntries(folds.map((fold) => [fold.name, fold.toJson()]));
    await this.files.save('platform', this.version(folds), logId, { place: { ...place }, folds: states });
  }

  private version(folds: readonly LogFold[]): string {
    return folds.map((fold) => `${fold.name}@${fold.version}`).join(',');
  }
}
