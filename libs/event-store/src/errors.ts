import type { Position } from '@guildhall/contracts';
import type { ExpectedRevision } from './port.js';

/** Another writer was first. `actual` is the stream's last revision, `'none'` if the stream does not exist. */
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

/** An event's JSON is larger than the limit, 64 KiB. Adapters check it before they send anything. */
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

/** The disk is full. No part of the append was written; a later one succeeds once there is room. */
export class StoreFull extends Error {
  constructor(options?: ErrorOptions) {
    super('no room left for the event log', options);
    this.name = 'StoreFull';
  }
}

/** The event at `position` does not match the chain; writing is stopped. */
export class StoreDamaged extends Error {
  constructor(
    readonly position: Position,
    sentence: string,
  ) {
    super(sentence);
    this.name = 'StoreDamaged';
  }
}

/** The log does not end where the last run left it, so events that were confirmed may be missing. */
export class LogNotAsLeft extends Error {
  constructor(left: number, found: number) {
    const what =
      found < left
        ? `The event log ends at event ${found}, but had ${left} events when Guildhall last ran`
        : `The event log holds other events than when Guildhall last ran (event ${left} is another one)`;
    super(
      `${what}. Restore the newest backup of the folder log. If you put an older one back on purpose, ` +
        'start once with GUILDHALL_LOG_RESTORED=1 (npm start -- --log-restored).',
    );
    this.name = 'LogNotAsLeft';
  }
}

/** The file of the log is no longer one that can be read at all. */
export class LogUnreadable extends Error {
  constructor(file: string, options?: ErrorOptions) {
    super(`The event log ${file} is damaged and cannot be opened. Restore the newest backup of its folder.`, options);
    this.name = 'LogUnreadable';
  }
}

/** The store is closed or does not answer. An append in flight may or may not have been stored. */
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
