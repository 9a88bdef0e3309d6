/** The file of the read store was deleted or replaced after this handle wrote to it: open it again and rebuild. */
export class ReadStoreReplaced extends Error {
  constructor(readonly file: string) {
    super(`the read store ${file} was deleted or replaced; open it again and rebuild its views`);
    this.name = 'ReadStoreReplaced';
  }
}

/** The file was damaged and has been deleted. The next use finds an empty read store. */
export class ReadStoreDamaged extends Error {
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(`the read store ${file} was damaged; it starts empty and its views must be rebuilt`, options);
    this.name = 'ReadStoreDamaged';
  }
}

/** The disk is full. No part of the batch was written; the same batch succeeds once there is room. */
export class ReadStoreFull extends Error {
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(`the disk is full: no room for the read store ${file}`, options);
    this.name = 'ReadStoreFull';
  }
}

/** A write to a collection that was not ensured, or was dropped since. */
export class UnknownCollection extends Error {
  constructor(readonly collection: string) {
    super(`the collection ${collection} does not exist; ensure it before writing to it`);
    this.name = 'UnknownCollection';
  }
}

/** A filter, sort or limit that the port does not offer. */
export class InvalidQuery extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'InvalidQuery';
  }
}

/** `after` is not the `next` of a page with the same sort. */
export class InvalidCursor extends Error {
  constructor() {
    super('the cursor does not belong to this list; start again without it');
    this.name = 'InvalidCursor';
  }
}
