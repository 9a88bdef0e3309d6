/** Messages to the writer's thread and back. Arrays, because copying a million objects between threads costs more. */
export type WireEvent = [id: string, type: string, data: string, metadata: string];
export interface WireAppend {
  request: number;
  stream: string;
  /** -1: the stream must not exist. */
  expected: number;
  events: WireEvent[];
}
export type WireAnswer =
  | [request: number, kind: 'done', revision: number, position: number]
  | [request: number, kind: 'conflict', actual: number]
  | [request: number, kind: 'full']
  | [request: number, kind: 'failed', message: string];

export type ToWriter = { kind: 'appends'; appends: WireAppend[] } | { kind: 'close' };
export type FromWriter =
  { kind: 'ready'; head: number } | { kind: 'answers'; answers: WireAnswer[]; head: number } | { kind: 'closed' };
export interface WriterData {
  file: string;
  /** Only for tests: ends the process at a step of a commit. */
  crashAt?: CrashStep;
  /** Only for tests: most pages that the file may have. */
  maxPages?: number;
}
export type CrashStep = 'before insert' | 'after insert' | 'after commit';
