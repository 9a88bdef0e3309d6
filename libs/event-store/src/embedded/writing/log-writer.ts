import type { NewEvent } from '@guildhall/contracts';
import { Worker } from 'node:worker_threads';
import { EventTooLarge, StoreFull, StoreUnavailable, WrongExpectedRevision } from '../../errors.js';
import type { Appended, ExpectedRevision } from '../../port.js';
import { builtWorker } from '../built-worker.js';
import { canonicalJson } from '../canonical-json.js';
import { positionOf } from '../schema.js';
import type { FromWriter, WireAnswer, WireAppend, WireEvent, WriterData } from './writer-protocol.js';

/** Most bytes that an event's JSON (data and metadata) may have. */
export const eventLimit = 65_536;
/** Events of one transaction; a longer one would hold up every other append. */
const groupLimit = 2_000;

interface Pending {
  stream: string;
  expected: ExpectedRevision;
  resolve: (appended: Appended) => void;
  reject: (error: Error) => void;
}

const wireEvent = (event: NewEvent): WireEvent => {
  const data = canonicalJson(event.data);
  const metadata = canonicalJson(event.metadata);
  const length = data.length + metadata.length;
  const size = length * 3 <= eventLimit ? length : Buffer.byteLength(data) + Buffer.byteLength(metadata);
  if (size > eventLimit) throw new EventTooLarge(event.type, size, eventLimit);
  return [event.id, event.type, data, metadata];
};

/** Queues appends and sends them to the writer's thread in groups: while it writes one group, the next one fills. */
export class LogWriter {
  head = 0;
  private readonly pending = new Map<number, Pending>();
  private queue: WireAppend[] = [];
  private isBusy = true;
  private next = 1;
  private closed: (() => void) | null = null;
  private lost: Error | null = null;

  private constructor(
    private readonly worker: Worker,
    private readonly onCommit: () => void,
  ) {}

  /** Resolves once the writer's thread has opened the log. */
  static async open(data: WriterData, onCommit: () => void): Promise<LogWriter> {
    const worker = new Worker(builtWorker('writing/writer'), { workerData: data, execArgv: [] });
    const writer = new LogWriter(worker, onCommit);
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.on('message', (message: FromWriter) => {
        if (message.kind === 'ready') resolve();
        writer.onMessage(message);
      });
    });
    worker.on('error', (error) => writer.fail(error));
    worker.on('exit', () => writer.fail(new Error('the writer thread of the event log exited')));
    return writer;
  }

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.lost !== null) throw new StoreUnavailable('the event log is closed', { cause: this.lost });
      if (events.length === 0) throw new TypeError('an append needs at least one event');
      const wire = events.map(wireEvent);
      const request = this.next++;
      this.pending.set(request, { stream, expected, resolve, reject });
      this.queue.push({ request, stream, expected: expected === 'none' ? -1 : expected, events: wire });
      if (!this.isBusy) this.send();
    });
  }

  /** Writes all queued appends first. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.closed = resolve;
      this.lost ??= new Error('closed');
      if (!this.isBusy) this.finish();
    });
  }

  private onMessage(message: FromWriter): void {
    if (message.kind === 'closed') {
      void this.worker.terminate();
      this.closed?.();
      return;
    }
    this.head = message.head;
    if (message.kind === 'answers') {
      for (const answer of message.answers) this.answer(answer);
      this.onCommit();
    }
    this.isBusy = false;
    if (this.queue.length > 0) this.send();
    else if (this.closed !== null) this.finish();
  }

  private finish(): void {
    this.isBusy = true;
    this.worker.postMessage({ kind: 'close' });
  }

  private send(): void {
    this.isBusy = true;
    let events = 0;
    let count = 0;
    while (count < this.queue.length && events < groupLimit) {
      events += this.queue[count]?.events.length ?? 0;
      count += 1;
    }
    const appends = count === this.queue.length ? this.queue : this.queue.splice(0, count);
    if (appends === this.queue) this.queue = [];
    this.worker.postMessage({ kind: 'appends', appends });
  }

  private answer(answer: WireAnswer): void {
    const pending = this.pending.get(answer[0]);
    this.pending.delete(answer[0]);
    if (pending === undefined) return;
    switch (answer[1]) {
      case 'done':
        return pending.resolve({ revision: answer[2], position: positionOf(answer[3]) });
      case 'conflict':
        return pending.reject(
          new WrongExpectedRevision(pending.stream, pending.expected, answer[2] === -1 ? 'none' : answer[2]),
        );
      case 'full':
        return pending.reject(new StoreFull());
      case 'failed':
        return pending.reject(new StoreUnavailable(`the event log could not be written: ${answer[2]}`));
    }
  }

  private fail(error: Error): void {
    this.lost ??= error;
    for (const pending of this.pending.values())
      pending.reject(new StoreUnavailable('the event log is closed', { cause: error }));
    this.pending.clear();
    this.queue = [];
  }
}
