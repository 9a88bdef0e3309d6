/** The master key does not open the keys of this installation; the message says what to do. */
export class WrongMasterKey extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'WrongMasterKey';
  }
}

/** A file of the key store is damaged: only a backup can restore its keys. */
export class KeysDamaged extends Error {
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(`the key file ${file} is damaged; restore it from a backup of the keys`, options);
    this.name = 'KeysDamaged';
  }
}

/** The blob is not the one that was sealed under this reference. */
export class SealBroken extends Error {
  constructor(
    readonly digest: string,
    options?: ErrorOptions,
  ) {
    super(
      `the sealed blob ${digest} does not open with its key: it is not the blob that was sealed under this reference`,
      options,
    );
    this.name = 'SealBroken';
  }
}
