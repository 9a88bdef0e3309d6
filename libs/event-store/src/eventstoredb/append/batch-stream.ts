import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { randomUUID } from 'node:crypto';
import { answerOf, type AppendAnswer } from './append-answer.js';
import { batchMessage, type AppendRequest } from './append-request.js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import { StreamsClient, type ClientInside } from '../connection/client.js';
import { isNeverSent } from '../connection/connection-trouble.js';

type Duplex = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;
type OnAnswer = (answer: AppendAnswer) => void;

/** Sends all appends of the process over one stream to the server, and opens a new one when it breaks. */
export class BatchStream {
  private opening: Promise<OpenStream> | null = null;

  constructor(private readonly client: ClientInside) {}

  /** Calls `onAnswer` once, however late; never, if the server does not answer. */
  send(request: AppendRequest, onAnswer: OnAnswer): void {
    this.stream().then(
      (stream) => stream.send(request, onAnswer),
      (error: unknown) => {
        this.opening = null;
        onAnswer({ kind: 'not sent', error });
      },
    );
  }

  close(): void {
    this.opening?.then(
      (stream) => stream.close(),
      () => undefined,
    );
  }

  private stream(): Promise<OpenStream> {
    if (this.opening !== null) return this.opening;
    const create = this.client.GRPCStreamCreator(StreamsClient, 'appendToStream', (stub) =>
      stub.batchAppend(...this.client.callArguments({}, { deadline: Infinity })),
    );
    const opening = create().then((duplex: Duplex) => {
      const stream = new OpenStream(duplex, () => {
        if (this.opening === opening) this.opening = null;
      });
      return stream;
    });
    this.opening = opening;
    return opening;
  }
}

class OpenStream {
  private readonly waiting = new Map<string, OnAnswer>();
  private failure: unknown = null;
  private hasReceived = false;

  constructor(
    private readonly duplex: Duplex,
    private readonly onEnd: () => void,
  ) {
    duplex.on('metadata', () => (this.hasReceived = true));
    duplex.on('data', (response) => this.onResponse(response));
    duplex.on('error', (error) => this.fail(error));
    duplex.on('end', () => this.fail(new Error('Server Is Not Ready: it ended the stream of appends')));
    duplex.on('close', () => this.fail(new Error('Server Is Not Ready: the stream of appends was closed')));
  }

  send(request: AppendRequest, onAnswer: OnAnswer): void {
    if (this.failure !== null) return onAnswer({ kind: 'not sent', error: this.failure });
    const correlationId = randomUUID();
    this.waiting.set(correlationId, onAnswer);
    this.duplex.write(batchMessage(request, correlationId));
  }

  close(): void {
    this.duplex.cancel();
  }

  private onResponse(response: BatchAppendResp): void {
    this.hasReceived = true;
    const correlationId = uuidText(response.getCorrelationId());
    const onAnswer = this.waiting.get(correlationId);
    this.waiting.delete(correlationId);
    onAnswer?.(answerOf(response));
  }

  private fail(error: unknown): void {
    if (this.failure !== null) return;
    this.failure = error;
    this.onEnd();
    const kind = !this.hasReceived && isNeverSent(error) ? 'not sent' : 'unknown';
    for (const onAnswer of this.waiting.values()) onAnswer({ kind, error });
    this.waiting.clear();
  }
}

/** Servers answer with the id in two halves, also if they received it as text. */
const uuidText = (uuid: UUID | undefined): string => {
  const halves = uuid?.getStructured();
  if (halves === undefined) return uuid?.getString() ?? '';
  const half = (bits: string): string => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
  const digits = half(halves.getMostSignificantBits()) + half(halves.getLeastSignificantBits());
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
