/**
 * The database does not answer, or not in time; it may or may not have carried out the request. The connection recovers
 * by itself; try again later.
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

/** The disk of the database is full. */
export class MongoFull extends Error {
  constructor(options?: ErrorOptions) {
    super('the disk of the database is full', options);
    this.name = 'MongoFull';
  }
}
