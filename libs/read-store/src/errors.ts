/** The file of the read store was deleted or replaced under a handle that has written to it: open it again, rebuild. */
export class ReadStoreReplaced extends Error {
  constructor(readonly file: string) {
    super(`the read store ${file} was deleted or replaced; it has to be opened again and its views built again`);
    this.name = 'ReadStoreReplaced';
  }
}

/** The file was damaged. It has been thrown away by now, and the next use finds an empty read store. */
export class ReadStoreDamaged extends Error {
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(`the read store ${file} was damaged; it starts empty and its views have to be built again`, options);
    this.name = 'ReadStoreDamaged';
  }
}

/** No room for the batch: nothing of it was written, and the same batch is welcome when there is room again. */
export class ReadStoreFull extends Error {
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(`no room left for the read store ${file}`, options);
    this.name = 'ReadStoreFull';
  }
}

/** A write to a collection that `ensure` has not created, or that was dropped since. */
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

/** `after` is not a `next` that a page of the same sort gave out. */
export class InvalidCursor extends Error {
  constructor() {
    super('the cursor does not belong to this list; start again without it');
    this.name = 'InvalidCursor';
  }
}
