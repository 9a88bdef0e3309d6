import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { randomUUID } from 'node:crypto';
import { recordsBefore } from '../log/commit-positions.js';
import { checkpointResponse, eventResponse } from './messages.js';
import { streamsMessages as streams } from './protocol.js';
import type { WireRecord } from '../log/record.js';
import { grpcError, trouble, type Refusal } from './refusal.js';
import { roomIn, type ReadCall } from './room.js';
import type { ServerContext } from '../server-context.js';
import { matcherOf } from './subscription-filter.js';

const page = 500;
/** Records looked at between two checkpoints, before the interval that the subscriber asks for. */
const searchWindow = 32;

/** History with backpressure, `caughtUp`, then live events, which a slow consumer loses. Runs until the call ends. */
export const subscribe = (context: ServerContext, call: ReadCall, options: ReadReq.Options): void => {
  const subscription = new LiveSubscription(context, call, options);
  void subscription.run().catch(() => subscription.fail(trouble.byHandler));
};

class LiveSubscription {
  private readonly stop = new AbortController();
  private readonly unwatch: () => void;
  private readonly matches: (record: WireRecord) => boolean;
  private readonly checkpointEvery: number;
  private number = 0;
  private examined = 0;
  private unread = 0;
  private isLive = false;

  constructor(
    private readonly context: ServerContext,
    private readonly call: ReadCall,
    private readonly options: ReadReq.Options,
  ) {
    this.unwatch = context.faults.watch({ fail: (refusal) => this.fail(refusal), isSubscription: true });
    const end = (): void => {
      this.stop.abort();
      this.unwatch();
    };
    for (const name of ['cancelled', 'close', 'error']) call.on(name, end);
    const filter = options.getFilter();
    this.matches = matcherOf(options);
    this.checkpointEvery = filter === undefined ? 0 : searchWindow * filter.getCheckpointintervalmultiplier();
  }

  fail(refusal: Refusal): void {
    if (this.stop.signal.aborted) return;
    this.stop.abort();
    this.unwatch();
    this.call.emit('error', grpcError(refusal));
  }

  async run(): Promise<void> {
    const refusal = this.findStart();
    if (refusal !== null) return this.fail(refusal);
    const id = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID());
    await this.write(new streams.ReadResp().setConfirmation(id));
    const { log, faults } = this.context;
    const { signal } = this.stop;
    while (!signal.aborted) {
      const changed = log.changed(signal);
      const records = await log.after(this.number, page);
      if (faults.isFrozen) await faults.passed();
      for (const record of records) await this.give(record);
      if (records.length === page) continue;
      if (!this.isLive) await this.catchUp();
      await changed;
    }
  }

  /** Where the subscriber stopped; the event at that position is not sent again. */
  private findStart(): Refusal | null {
    const all = this.options.getAll();
    if (all?.hasEnd() || this.options.getStream()?.hasEnd()) this.number = this.context.log.head;
    const position = all?.getPosition();
    if (position === undefined) return null;
    const commit = BigInt(position.getCommitPosition());
    const { count, isRecord } = recordsBefore(commit);
    if (!isRecord && count < this.context.log.head) return trouble.readAll;
    this.number = isRecord && BigInt(position.getPreparePosition()) >= commit ? count + 1 : count;
    return null;
  }

  private async catchUp(): Promise<void> {
    this.isLive = true;
    await this.write(new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
  }

  private async give(record: WireRecord): Promise<void> {
    if (this.stop.signal.aborted) return;
    this.number = record.number;
    this.examined += 1;
    if (this.matches(record)) await this.write(eventResponse(record));
    if (this.checkpointEvery > 0 && this.examined % this.checkpointEvery === 0)
      await this.write(checkpointResponse(record.number + 1));
  }

  private async write(response: ReadResp): Promise<void> {
    if (this.stop.signal.aborted) return;
    if (!this.isLive) {
      if (!this.call.write(response)) await roomIn(this.call);
      return;
    }
    this.unread += 1;
    this.call.write(response, () => (this.unread -= 1));
    if (this.unread > this.context.slowConsumerLimit) this.fail(trouble.slowConsumer);
  }
}
