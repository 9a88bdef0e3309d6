import type { ProblemBody } from '@guildhall/contracts';

/** The truth about a subscription. `live` is said only while every known event has been applied. */
export type LiveState =
  | { kind: 'live'; /** Between recording and arrival of the newest event, in milliseconds. */ lagMs: number }
  | { kind: 'catching-up'; /** Events not applied yet; null: not known. */ behind: number | null }
  | {
      kind: 'reconnecting';
      /** Milliseconds since 1970. */
      since: number;
      problem: ProblemBody | null;
    };
