import { declarationOf, type EventType, type Position, type RecordedEvent } from '@guildhall/contracts';
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

  /** Throws on a type that this version does not know: what it means would be lost. */
  apply(event: RecordedEvent, ordinal: number): void {
    const isLevel = event.position > this.level;
    for (const { fold, from } of this.of(event.type)) if (isLevel || event.position > from) fold.apply(event, ordinal);
  }

  private of(type: string): readonly Started[] {
    const known = this.byType.get(type);
    if (known !== undefined) return known;
    if (declarationOf(type) === undefined) throw new Error(`this version does not know the event type ${type}`);
    const found = this.started.filter(({ fold }) => fold.handles.includes(type as EventType));
    this.byType.set(type, found);
    return found;
  }
}
