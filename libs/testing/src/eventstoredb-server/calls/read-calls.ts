import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { recordsBefore } from '../log/commit-positions.js';
import { eventResponse, nameOf, streamIdentifier } from './messages.js';
import { streamsMessages as streams } from './protocol.js';
import type { WireRecord } from '../log/record.js';
import { grpcError, streamDeleted, trouble, type Refusal } from './refusal.js';
import type { ServerContext } from '../server-context.js';
import { roomIn, type ReadCall } from './room.js';
import { subscribe } from './subscription.js';

const page = 500;
const forwards = 0;
const endOfStream = Number.MAX_SAFE_INTEGER;

export const readCall =
  (context: ServerContext) =>
  (call: ReadCall): void => {
    const refuse = (refusal: Refusal): void => void call.emit('error', grpcError(refusal));
    void (async () => {
      const options = call.request.getOptions();
      await context.faults.passed();
      const refusal = context.faults.refusal ?? denied(context, call);
      if (refusal !== null) return refuse(refusal);
      if (options === undefined) return refuse(trouble.byHandler);
      if (context.hidesAll && options.hasAll()) return refuse(trouble.forbidden);
      if (options.hasSubscription()) {
        context.counts.subscriptions += 1;
        return subscribe(context, call, options);
      }
      context.counts.reads += 1;
      const failed = await (options.hasAll() ? readAll(context, call, options) : readStream(context, call, options));
      if (failed === null) call.end();
      else refuse(failed);
    })().catch(() => refuse(trouble.byHandler));
  };

/** Null: the call may continue. */
export const denied = ({ credentials }: ServerContext, call: ReadCall): Refusal | null => {
  if (credentials === null) return null;
  const [given] = call.metadata.get('authorization');
  const isRight = given === `Basic ${Buffer.from(credentials).toString('base64')}`;
  return isRight ? null : trouble.denied;
};

const readAll = async (context: ServerContext, call: ReadCall, options: ReadReq.Options): Promise<Refusal | null> => {
  const isForwards = options.getReadDirection() === forwards;
  const all = options.getAll();
  const position = all?.getPosition();
  const limit = Number(options.getCount());
  const { log } = context;
  let number = all?.hasEnd() ? log.head + 1 : 1;
  if (position !== undefined) {
    const commit = BigInt(position.getCommitPosition());
    if (BigInt(position.getPreparePosition()) > commit) return trouble.byHandler;
    const { count, isRecord } = recordsBefore(commit);
    if (!isRecord && count < log.head) return trouble.readAll;
    number = Math.min(count, log.head) + 1;
  }
  if (limit < 1) return trouble.readAll;
  return isForwards ? forwardsFrom(context, call, number, limit) : backwardsBefore(context, call, number, limit);
};

const forwardsFrom = async (
  context: ServerContext,
  call: ReadCall,
  from: number,
  limit: number,
): Promise<Refusal | null> => {
  let next = from;
  for (let left = limit; left > 0 && !call.cancelled;) {
    const records = await context.log.after(next - 1, Math.min(left, page));
    const refusal = await send(context, call, records);
    if (refusal !== null || records.length < Math.min(left, page)) return refusal;
    next += records.length;
    left -= records.length;
  }
  return null;
};

const backwardsBefore = async (
  context: ServerContext,
  call: ReadCall,
  before: number,
  limit: number,
): Promise<Refusal | null> => {
  let end = before;
  for (let left = limit; left > 0 && end > 1 && !call.cancelled;) {
    const count = Math.min(left, page, end - 1);
    const records = await context.log.after(end - 1 - count, count);
    const refusal = await send(context, call, records.toReversed());
    if (refusal !== null) return refusal;
    end -= count;
    left -= count;
  }
  return null;
};

const readStream = async (
  context: ServerContext,
  call: ReadCall,
  options: ReadReq.Options,
): Promise<Refusal | null> => {
  const asked = options.getStream();
  const name = nameOf(asked?.getStreamIdentifier());
  const direction = options.getReadDirection() === forwards ? 'forwards' : 'backwards';
  let left = Number(options.getCount());
  if (left < 1 || (asked?.hasEnd() && direction === 'forwards')) return trouble.readStream;
  let from = asked?.hasRevision() ? Number(asked.getRevision()) : asked?.hasEnd() ? endOfStream : 0;
  while (left > 0 && from >= 0 && !call.cancelled) {
    const records = await context.log.read(name, from, direction, Math.min(left, page));
    if (records === 'deleted') return streamDeleted(name);
    if (records === null) {
      const missing = new streams.ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(name));
      call.write(new streams.ReadResp().setStreamNotFound(missing));
      return null;
    }
    const refusal = await send(context, call, records);
    const last = records.at(-1);
    if (refusal !== null || last === undefined || records.length < Math.min(left, page)) return refusal;
    left -= records.length;
    from = direction === 'forwards' ? last.revision + 1 : last.revision - 1;
  }
  return null;
};

/** Waits for room in the connection; a fault in the meantime is the answer. */
const send = async (
  { faults }: ServerContext,
  call: ReadCall,
  records: readonly WireRecord[],
): Promise<Refusal | null> => {
  await faults.delayedAnswer();
  if (faults.refusal !== null) return faults.refusal;
  for (const record of records) {
    if (call.cancelled) return null;
    if (!call.write(eventResponse(record))) await roomIn(call);
  }
  return null;
};
