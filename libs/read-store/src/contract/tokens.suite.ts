let newest = Date.now();

/** A lease token that is newer than all of this process and of earlier runs on the same store. */
export const nextToken = (): number => (newest += 100);
