/**
 * The database does not answer, or not in time: what was asked may or may not have been done. The connection comes back
 * by itself; ask again later.
 */
export class MongoUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MongoUnavailable';
  }
}

/** The database cannot be used with these settings; the message says what is wrong and what to do. */
export class MongoUnusable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MongoUnusable';
  }
}

/** The database has no room left on its disk. */
export class MongoFull extends Error {
  constructor(options?: ErrorOptions) {
    super('the database has no room left on its disk', options);
    this.name = 'MongoFull';
  }
}
