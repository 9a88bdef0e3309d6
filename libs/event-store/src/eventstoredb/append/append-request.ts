import type { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { NewEvent } from '@guildhall/contracts';
import { canonicalJson } from '../../embedded/canonical-json.js';
import { eventLimit } from '../../embedded/writing/log-writer.js';
import { EventTooLarge } from '../../errors.js';
import type { ExpectedRevision } from '../../port.js';
import { Empty, sharedMessages, streamsMessages, Timestamp } from '../connection/client.js';

/** Most bytes of data that the server accepts in one append. */
export const appendLimit = 1_048_576;

/** The events of one append have more data than the server accepts at once. */
export class AppendTooLarge extends EventTooLarge {
  constructor(count: number, size: number) {
    super(`an append of ${count} events`, size, appendLimit);
    this.name = 'AppendTooLarge';
    this.message = `an append of ${count} events has ${size} bytes of data; one append may have ${appendLimit}`;
  }
}

/** An append as it is sent and, if need be, sent again: with the same ids at the same expected revision. */
export interface AppendRequest {
  stream: string;
  expected: ExpectedRevision;
  messages: BatchAppendReq.ProposedMessage[];
}

/** Throws `EventTooLarge`, `AppendTooLarge`, and `TypeError` for a value that JSON cannot hold. */
export const appendRequest = (
  stream: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): AppendRequest => {
  if (events.length === 0) throw new TypeError('an append needs at least one event');
  let size = 0;
  const messages = events.map((event) => {
    const data = Buffer.from(canonicalJson(event.data));
    const metadata = Buffer.from(canonicalJson(event.metadata));
    if (data.length + metadata.length > eventLimit)
      throw new EventTooLarge(event.type, data.length + metadata.length, eventLimit);
    size += data.length;
    return message(event, data, metadata);
  });
  if (size > appendLimit) throw new AppendTooLarge(events.length, size);
  return { stream, expected, messages };
};

const message = ({ id, type }: NewEvent, data: Buffer, metadata: Buffer): BatchAppendReq.ProposedMessage => {
  const proposed = new streamsMessages.BatchAppendReq.ProposedMessage()
    .setId(new sharedMessages.UUID().setString(id))
    .setData(data)
    .setCustomMetadata(metadata);
  proposed.getMetadataMap().set('type', type).set('content-type', 'application/json');
  return proposed;
};

/**
 * The server drops a request that it receives after this time by its own clock. A day, so that clocks that differ by
 * hours do no harm: this process decides how long to wait.
 */
const deadlineMs = 86_400_000;

export const batchMessage = ({ stream, expected, messages }: AppendRequest, correlationId: string): BatchAppendReq => {
  const options = new streamsMessages.BatchAppendReq.Options()
    .setStreamIdentifier(new sharedMessages.StreamIdentifier().setStreamName(Buffer.from(stream)))
    .setDeadline(Timestamp.fromDate(new Date(Date.now() + deadlineMs)));
  if (expected === 'none') options.setNoStream(new Empty());
  else options.setStreamPosition(String(expected));
  return new streamsMessages.BatchAppendReq()
    .setCorrelationId(new sharedMessages.UUID().setString(correlationId))
    .setOptions(options)
    .setProposedMessagesList(messages)
    .setIsFinal(true);
};
