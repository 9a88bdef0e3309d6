/** Largest body of a request, in bytes. Larger is 413, never truncated. */
export const bodyLimit = 1_048_576;
