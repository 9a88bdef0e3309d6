import type { ServerDuplexStream, ServerReadableStream, sendUnaryData } from '@grpc/grpc-js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { commitOf } from '../log/commit-positions.js';
import { batchRefusal, batchResponse, nameOf } from './messages.js';
import { sharedMessages as shared, streamsMessages as streams } from './protocol.js';
import type { WireEvent } from '../log/record.js';
import { grpcError, streamDeleted, tooLarge, trouble } from './refusal.js';
import type { Counts, ServerContext } from '../server-context.js';
import { appendLimit, type Expectation, type Outcome } from '../log/wire-log.js';

interface ProposedMessage {
  getId(): { getString(): string } | undefined;
  getMetadataMap(): { get(name: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

const wireEvent = (message: ProposedMessage): WireEvent => ({
  id: (message.getId()?.getString() ?? '').toLowerCase(),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? 'application/octet-stream',
  data: Buffer.from(message.getData_asU8()),
  metadata: Buffer.from(message.getCustomMetadata_asU8()),
});

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isWellFormed = (stream: string, events: readonly WireEvent[]): boolean =>
  stream !== '' && events.every(({ id, type }) => type !== '' && uuid.test(id));

const countExpectation = (counts: Counts, expectation: Expectation): void => {
  if (expectation === 'any' || expectation === 'exists') counts.appendsWithoutRevision += 1;
};

interface Gathering {
  stream: string;
  expectation: Expectation;
  events: WireEvent[];
  /** Milliseconds since 1970, by the client's clock. */
  deadline: number;
}

const expectationOf = (options: BatchAppendReq.Options): Expectation => {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return 'none';
  return options.hasStreamExists() ? 'exists' : 'any';
};

/** Many appends on one stream, answered as each is durable. An append may come in several parts. */
export const batchAppendCall =
  (context: ServerContext) =>
  (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
    const { faults, counts } = context;
    counts.batchStreams += 1;
    const fail = (refusal: Parameters<typeof grpcError>[0]): void => void call.emit('error', grpcError(refusal));
    const unwatch = faults.watch({ fail, isSubscription: false });
    const gathering = new Map<string, Gathering>();
    call.on('close', unwatch);
    call.on('cancelled', unwatch);
    call.on('end', () => call.end());
    call.on('error', unwatch);
    call.on('data', (request: BatchAppendReq) => {
      const correlationId = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions();
      if (options !== undefined)
        gathering.set(correlationId, {
          stream: nameOf(options.getStreamIdentifier()),
          expectation: expectationOf(options),
          events: [],
          deadline: options.getDeadline()?.toDate().getTime() ?? Infinity,
        });
      const asked = gathering.get(correlationId);
      if (asked === undefined) return;
      asked.events.push(...request.getProposedMessagesList().map(wireEvent));
      if (!request.getIsFinal()) return;
      gathering.delete(correlationId);
      counts.batchAppends += 1;
      countExpectation(counts, asked.expectation);
      void answerBatch(context, call, { ...asked, correlationId });
    });
  };

const answerBatch = async (
  { log, faults, clockOffsetMs }: ServerContext,
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  asked: Gathering & { correlationId: string },
): Promise<void> => {
  const { stream, events, expectation } = asked;
  const say = (response: BatchAppendResp): void => {
    if (!call.cancelled && call.writable) call.write(response);
  };
  if (faults.isFrozen) await faults.passed();
  if (faults.refusal === trouble.unavailable) return void call.emit('error', grpcError(faults.refusal));
  if (faults.refusal !== null) return say(batchRefusal(asked, faults.refusal.details));
  if (!isWellFormed(stream, events)) return say(batchRefusal(asked, 'BadRequest'));
  if (asked.deadline < Date.now() + clockOffsetMs) return say(batchResponse(asked, { kind: 'timeout' }));
  const outcome = await log.append(stream, events, expectation);
  await faults.delayedAnswer();
  say(batchResponse(asked, outcome));
};

/** A single append, as clients send it when they name a user for the call. */
export const appendCall =
  ({ log, faults, counts }: ServerContext) =>
  (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void => {
    counts.unaryAppends += 1;
    let stream = '';
    let expectation: Expectation = 'any';
    const events: WireEvent[] = [];
    call.on('data', (request: AppendReq) => {
      const options = request.getOptions();
      const message = request.getProposedMessage();
      if (message !== undefined) events.push(wireEvent(message));
      if (options === undefined) return;
      stream = nameOf(options.getStreamIdentifier());
      if (options.hasRevision()) expectation = Number(options.getRevision());
      else if (options.hasNoStream()) expectation = 'none';
      else expectation = options.hasStreamExists() ? 'exists' : 'any';
    });
    call.on('end', () => {
      void (async () => {
        await faults.passed();
        if (faults.refusal !== null) return answer(grpcError(faults.refusal));
        if (!isWellFormed(stream, events)) return answer(grpcError(trouble.byHandler));
        countExpectation(counts, expectation);
        const outcome = await log.append(stream, events, expectation);
        await faults.delayedAnswer();
        answerUnary(answer, stream, expectation, outcome);
      })();
    });
  };

const answerUnary = (
  answer: sendUnaryData<AppendResp>,
  stream: string,
  expectation: Expectation,
  outcome: Outcome,
): void => {
  switch (outcome.kind) {
    case 'done':
      return answer(null, new streams.AppendResp().setSuccess(success(outcome)));
    case 'wrong':
      return answer(null, new streams.AppendResp().setWrongExpectedVersion(wrong(expectation, outcome.actual)));
    case 'deleted':
      return answer(grpcError(streamDeleted(stream)));
    case 'too large':
      return answer(grpcError(tooLarge(appendLimit)));
    case 'timeout':
      return answer(grpcError(trouble.commitTimeout));
    case 'failed':
      return answer(grpcError(trouble.byHandler));
  }
};

const success = ({ revision, number }: { revision: number; number: number }): AppendResp.Success => {
  const made = new streams.AppendResp.Success().setCurrentRevision(String(revision));
  if (number === 0) return made.setNoPosition(new shared.Empty());
  const commit = String(commitOf(number));
  return made.setPosition(new streams.AppendResp.Position().setCommitPosition(commit).setPreparePosition(commit));
};

const wrong = (expectation: Expectation, actual: number): AppendResp.WrongExpectedVersion => {
  const made = new streams.AppendResp.WrongExpectedVersion();
  if (actual < 0) made.setCurrentNoStream(new shared.Empty());
  else made.setCurrentRevision(String(actual));
  if (expectation === 'any') return made.setExpectedAny(new shared.Empty());
  if (expectation === 'exists') return made.setExpectedStreamExists(new shared.Empty());
  if (expectation === 'none') return made.setExpectedNoStream(new shared.Empty());
  return made.setExpectedRevision(String(expectation));
};
