import type { BaseOptions, EventStoreDBClient } from '@eventstore/db-client';
import type { CallOptions, Channel, Client, Metadata } from '@grpc/grpc-js';
import { createRequire } from 'node:module';

type ClientOf<Stub extends Client> = new (...args: never[]) => Stub;

/**
 * The client's internals: its connection with discovery, credentials and reconnecting. Appends use them directly, because
 * the client's own append keeps pending appends in one map for the whole process and sets the server a deadline by our
 * clock (decision record 0016).
 */
export interface ClientInside {
  GRPCStreamCreator<Stub extends Client, Stream>(
    stub: ClientOf<Stub>,
    name: string,
    open: (stub: Stub) => Stream,
  ): () => Promise<Stream>;
  execute<Stub extends Client, Answer>(
    stub: ClientOf<Stub>,
    name: string,
    call: (stub: Stub) => Promise<Answer>,
  ): Promise<Answer>;
  callArguments(options: BaseOptions, callOptions?: CallOptions): [Metadata, CallOptions];
  getChannel(): Promise<Channel>;
}

export const insideOf = (client: EventStoreDBClient): ClientInside => client as unknown as ClientInside;

/** The client's own message classes: it does not recognise those of another copy of google-protobuf. */
const require = createRequire(import.meta.url);
const generated = '@eventstore/db-client/generated';

export const streamsMessages = require(
  `${generated}/streams_pb.js`,
) as typeof import('@eventstore/db-client/generated/streams_pb.js');
export const sharedMessages = require(
  `${generated}/shared_pb.js`,
) as typeof import('@eventstore/db-client/generated/shared_pb.js');
export const { StreamsClient } = require(
  `${generated}/streams_grpc_pb.js`,
) as typeof import('@eventstore/db-client/generated/streams_grpc_pb.js');
export const { ServerFeaturesClient } = require(
  `${generated}/serverfeatures_grpc_pb.js`,
) as typeof import('@eventstore/db-client/generated/serverfeatures_grpc_pb.js');
const ofClient = createRequire(require.resolve('@eventstore/db-client'));
export const { Empty } = ofClient(
  'google-protobuf/google/protobuf/empty_pb.js',
) as typeof import('google-protobuf/google/protobuf/empty_pb.js');
export const { Timestamp } = ofClient(
  'google-protobuf/google/protobuf/timestamp_pb.js',
) as typeof import('google-protobuf/google/protobuf/timestamp_pb.js');
