/** The file is not an exported log, or has a format that this version does not know. */
export class NotALogFile extends Error {
  constructor(
    readonly file: string,
    reason: string,
  ) {
    super(`${file} is not a log that this version can read: ${reason}`);
    this.name = 'NotALogFile';
  }
}

/** The file was cut off or changed. The first `count` events are known to be as they were exported. */
export class LogFileDamaged extends Error {
  constructor(
    readonly file: string,
    readonly count: number,
    reason: string,
  ) {
    super(`${file} is damaged: ${reason}. No event of it was imported; export the log again, or use another copy.`);
    this.name = 'LogFileDamaged';
  }
}

/** The file cannot be read or written: disk full, no permission, no such folder. `cause` is the system's error. */
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
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full';
  return message ?? String(cause);
};

/** The target's events are not the first events of the source. `number` is the first that differs, from 1. */
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

/** The signal stopped the move. The moved events stay; the next run resumes after them. */
export class MoveStopped extends Error {
  constructor() {
    super('stopped; run the same command again to resume');
    this.name = 'MoveStopped';
  }
}
