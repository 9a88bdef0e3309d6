import type { NewEvent } from '@guildhall/contracts';
import { StoreUnavailable } from '../../errors.js';
import type { Appended, ExpectedRevision } from '../../port.js';
import { appendRequest } from './append-request.js';
import { BatchStream } from './batch-stream.js';
import type { CallTimes } from '../connection/call-times.js';
import type { ClientInside } from '../connection/client.js';
import type { Contact } from '../connection/contact.js';
import { Delivery } from './delivery.js';

/** Appends to different streams run in parallel, those to one stream one after the other in the order of the calls. */
export class Appender {
  private readonly batch: BatchStream;
  private readonly lasts = new Map<string, Promise<unknown>>();
  private readonly closing = new AbortController();
  private isClosed = false;

  constructor(
    client: ClientInside,
    private readonly contact: Contact,
    private readonly times: CallTimes,
  ) {
    this.batch = new BatchStream(client);
  }

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    if (this.isClosed) throw new StoreUnavailable('the event store is closed');
    const request = { ...appendRequest(stream, events, expected), requestedAt: performance.now() };
    const before = this.lasts.get(stream);
    const deliver = (): Promise<Appended> =>
      new Delivery(request, this.batch, this.contact, this.times, this.closing.signal).run();
    const delivered = before === undefined ? deliver() : before.then(deliver);
    const last = delivered.catch(() => undefined);
    this.lasts.set(stream, last);
    try {
      return await delivered;
    } finally {
      if (this.lasts.get(stream) === last) this.lasts.delete(stream);
    }
  }

  /** Gives appends in flight that many milliseconds, then abandons them as unknown. */
  async close(withinMs: number): Promise<void> {
    this.isClosed = true;
    const timer = setTimeout(() => this.closing.abort(), withinMs);
    await Promise.all(this.lasts.values());
    clearTimeout(timer);
    this.closing.abort();
    this.batch.close();
  }
}
