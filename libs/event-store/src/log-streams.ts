/** Streams about the log itself begin so. Adapters keep them out of `readAll` and `subscribeAll`. */
export const logStreamPrefix = 'guildhall.';
/** Holds the identity of the log. */
export const identityStream = `${logStreamPrefix}log`;
/** Holds the audit's checkpoints. */
export const chainStream = `${logStreamPrefix}chain`;
