import type { Position } from '@guildhall/contracts';
import type { ExpectedRevision } from './port.js';

/** Another writer was there first. `actual` is the stream's last revision, `'none'` when it does not exist. */
export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: ExpectedRevision,
  ) {
    super(`${stream} is at ${actual}, not at ${expected}`);
    this.name = 'WrongExpectedRevision';
  }
}

/** An event's JSON is larger than 64 KiB; checked before the store sees it. */
export class EventTooLarge extends Error {
  constructor(
    readonly type: string,
    readonly size: number,
    readonly limit: number,
  ) {
    super(`${type} has ${size} bytes; an event may have ${limit}`);
    this.name = 'EventTooLarge';
  }
}

/** No room on the disk. Nothing of the append was written; a later append works when there is room. */
export class StoreFull extends Error {
  constructor(options?: ErrorOptions) {
    super('no room left for the event log', options);
    this.name = 'StoreFull';
  }
}

/** The chain does not verify at `position`: writing is stopped. */
export class StoreDamaged extends Error {
  constructor(
    readonly position: Position,
    sentence: string,
  ) {
    super(sentence);
    this.name = 'StoreDamaged';
  }
}

/** The store cannot be reached or is closed. Whether an append under way was stored is then unknown. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** Another process writes this log. The message names it. */
export class SecondWriter extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SecondWriter';
  }
}
