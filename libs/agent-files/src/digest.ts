import { createHash } from 'node:crypto';

/** SHA-256 in lower-case hex. */
export const digestOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
