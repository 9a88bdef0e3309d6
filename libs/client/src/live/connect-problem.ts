import type { ProblemBody } from '@guildhall/contracts';

/** What the server's refusal of a connection says, if it says anything. */
export const problemOf = (error: Error): ProblemBody | null => {
  const data = (error as { data?: unknown }).data;
  return typeof data === 'object' && data !== null && 'code' in data ? (data as ProblemBody) : null;
};
