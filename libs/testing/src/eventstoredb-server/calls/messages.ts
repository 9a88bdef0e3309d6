import type { BatchAppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Message } from 'google-protobuf';
import { commitOf } from '../log/commit-positions.js';
import { Any, Empty, grpc, sharedMessages as shared, statusMessages, streamsMessages as streams } from './protocol.js';
import type { WireRecord } from '../log/record.js';
import { appendLimit, type Expectation, type Outcome } from '../log/wire-log.js';

export const streamIdentifier = (name: string) => new shared.StreamIdentifier().setStreamName(Buffer.from(name));
export const nameOf = (identifier: { getStreamName_asU8(): Uint8Array } | undefined): string =>
  identifier === undefined ? '' : Buffer.from(identifier.getStreamName_asU8()).toString();

/** Ticks of 100 nanoseconds in a millisecond. */
const ticks = 10_000n;

const responses = new WeakMap<WireRecord, ReadResp>();

/** One message for all who get the record, encoded once. */
export const eventResponse = (record: WireRecord): ReadResp => {
  let response = responses.get(record);
  if (response === undefined) {
    response = responseOf(record);
    const bytes = response.serializeBinary();
    response.serializeBinary = () => bytes;
    responses.set(record, response);
  }
  return response;
};

const responseOf = (record: WireRecord): ReadResp => {
  const commit = String(commitOf(record.number));
  const event = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(record.id))
    .setStreamIdentifier(streamIdentifier(record.stream))
    .setStreamRevision(String(record.revision))
    .setCommitPosition(commit)
    .setPreparePosition(commit)
    .setCustomMetadata(record.metadata)
    .setData(record.data);
  event
    .getMetadataMap()
    .set('type', record.type)
    .set('content-type', record.contentType)
    .set('created', String(BigInt(record.created) * ticks));
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(event).setCommitPosition(commit));
};

export const checkpointResponse = (number: number): ReadResp =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint().setCommitPosition(String(commitOf(number))).setPreparePosition('0'),
  );

interface Asked {
  stream: string;
  correlationId: string;
  expectation: Expectation;
}

/** The answer to one append of a batch stream. */
export const batchResponse = (asked: Asked, outcome: Outcome): BatchAppendResp => {
  const response = new streams.BatchAppendResp()
    .setCorrelationId(new shared.UUID().setString(asked.correlationId))
    .setStreamIdentifier(streamIdentifier(asked.stream));
  if (outcome.kind !== 'done') return response.setError(errorStatus(asked, outcome));
  const success = new streams.BatchAppendResp.Success().setCurrentRevision(String(outcome.revision));
  if (outcome.number === 0) return response.setSuccess(success.setNoPosition(new Empty()));
  const commit = String(commitOf(outcome.number));
  return response.setSuccess(
    success.setPosition(new shared.AllStreamPosition().setCommitPosition(commit).setPreparePosition(commit)),
  );
};

/** An error that belongs to one append only. The client cannot read details of a type that it does not know. */
export const batchRefusal = (asked: Asked, message: string): BatchAppendResp =>
  new streams.BatchAppendResp()
    .setCorrelationId(new shared.UUID().setString(asked.correlationId))
    .setStreamIdentifier(streamIdentifier(asked.stream))
    .setError(statusOf(grpc.status.UNKNOWN, message, new Empty(), 'google.protobuf.Empty'));

const errorStatus = ({ expectation, stream }: Asked, outcome: Exclude<Outcome, { kind: 'done' }>) => {
  const own = 'event_store.client';
  switch (outcome.kind) {
    case 'wrong':
      return statusOf(
        grpc.status.FAILED_PRECONDITION,
        'WrongExpectedVersion',
        wrongExpected(expectation, outcome.actual),
        `${own}.WrongExpectedVersion`,
      );
    case 'deleted':
      return statusOf(
        grpc.status.FAILED_PRECONDITION,
        'StreamDeleted',
        new shared.StreamDeleted().setStreamIdentifier(streamIdentifier(stream)),
        `${own}.StreamDeleted`,
      );
    case 'too large':
      return statusOf(
        grpc.status.INVALID_ARGUMENT,
        'MaximumAppendSizeExceeded',
        new shared.MaximumAppendSizeExceeded().setMaxappendsize(appendLimit),
        `${own}.MaximumAppendSizeExceeded`,
      );
    case 'timeout':
      return statusOf(grpc.status.DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout(), `${own}.Timeout`);
    case 'failed':
      return statusOf(grpc.status.UNKNOWN, 'Unknown', new shared.Unknown(), `${own}.Unknown`);
  }
};

const statusOf = (code: number, message: string, details: Message, type: string) => {
  const any = new Any();
  any.pack(details.serializeBinary(), type);
  return new statusMessages.Status().setCode(code).setMessage(message).setDetails(any);
};

const wrongExpected = (expectation: Expectation, actual: number) => {
  const wrong = new shared.WrongExpectedVersion();
  if (actual < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(actual));
  if (expectation === 'any') return wrong.setExpectedAny(new Empty());
  if (expectation === 'exists') return wrong.setExpectedStreamExists(new Empty());
  if (expectation === 'none') return wrong.setExpectedNoStream(new Empty());
  return wrong.setExpectedStreamPosition(String(expectation));
};
