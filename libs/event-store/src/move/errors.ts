/** The file is no exported log, or of a format that this version does not know. */
export class NotALogFile extends Error {
  constructor(
    readonly file: string,
    reason: string,
  ) {
    super(`${file} is not a log that this version can read: ${reason}`);
    this.name = 'NotALogFile';
  }
}

/** The file was cut off or changed. `count` events before the damage are known to be as they were exported. */
export class LogFileDamaged extends Error {
  constructor(
    readonly file: string,
    readonly count: number,
    reason: string,
  ) {
    super(`${file} is damaged: ${reason}. Nothing of it is imported; export the log again, or take another copy.`);
    this.name = 'LogFileDamaged';
  }
}

/** The file cannot be read or written: no room, no permission, no such folder. `cause` has the system's error. */
export class LogFileUnusable extends Error {
  constructor(
    readonly file: string,
    doing: 'read' | 'written',
    cause: unknown,
  ) {
    super(`${file} cannot be ${doing}: ${causeOf(cause)}`, { cause });
    this.name = 'LogFileUnusable';
  }
}

const causeOf = (cause: unknown): string => {
  const { code, message } = cause as { code?: string; message?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'no room left';
  return message ?? String(cause);
};

/** The target does not hold a beginning of the source's history. `number` is the first event (from 1) where they part. */
export class LogsDiffer extends Error {
  constructor(
    readonly number: number,
    sentence: string,
    options?: ErrorOptions,
  ) {
    super(sentence, options);
    this.name = 'LogsDiffer';
  }
}

/** This version of Guildhall does not know an event of the log: its type, or a newer version of its data. */
export class UnreadableLogEvent extends Error {
  constructor(
    readonly source: string,
    /** Counts the events of the source from 1. */
    readonly number: number,
    readonly type: string,
    readonly schemaVersion: number,
  ) {
    super(
      `This version of Guildhall cannot read event ${number} of ${source}: ${type}, schema version ${schemaVersion}. Use the version that wrote it, or a newer one.`,
    );
    this.name = 'UnreadableLogEvent';
  }
}

/** The caller asked the move to stop. The events already moved stay; the next run resumes after them. */
export class MoveStopped extends Error {
  constructor() {
    super('stopped; run the same command again and it goes on');
    this.name = 'MoveStopped';
  }
}
