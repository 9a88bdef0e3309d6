import {
  declarationOf,
  stopOf,
  UnreadableEvent,
  type EventType,
  type Position,
  type RecordedEvent,
} from '@guildhall/contracts';
import type { LogFold, LogPlace } from './fold.js';

/** A fold, and up to where it holds the log already. */
interface Started {
  fold: LogFold;
  from: Position;
}

/** Gives each event to the folds that handle its type. */
export class FoldTable {
  private readonly started: readonly Started[];
  private readonly byType = new Map<string, readonly Started[]>();
  /** From here on no fold is ahead of the others. */
  private readonly level: Position;

  /** `places`: of each fold. */
  constructor(folds: readonly LogFold[], places: readonly (LogPlace | null)[]) {
    this.started = folds.map((fold, index) => ({ fold, from: places[index]?.position ?? '' }));
    this.level = this.started.reduce((highest, { from }) => (from > highest ? from : highest), '');
  }

  /** True when every fold holds the log up to that position, and none holds more. */
  isLevelAt(position: Position): boolean {
    return position >= this.level;
  }

  /**
   * Throws `UnreadableEvent` where a fold meets an event of a newer version, and for a type that this version does not
   * know: what it means would be lost.
   */
  apply(event: RecordedEvent, ordinal: number): void {
    const isLevel = event.position > this.level;
    for (const { fold, from } of this.foldsOf(event))
      if (isLevel || event.position > from) applyTo(fold, event, ordinal);
  }

  private foldsOf(event: RecordedEvent): readonly Started[] {
    const { type } = event;
    const known = this.byType.get(type);
    if (known !== undefined) return known;
    if (declarationOf(type) === undefined)
      throw new UnreadableEvent(type, event.metadata.schemaVersion, event.position, 'platform');
    const found = this.started.filter(({ fold }) => fold.handles.includes(type as EventType));
    this.byType.set(type, found);
    return found;
  }
}

const applyTo = (fold: LogFold, event: RecordedEvent, ordinal: number): void => {
  try {
    fold.apply(event, ordinal);
  } catch (error) {
    throw stopOf(`fold ${fold.name}`, error);
  }
};
