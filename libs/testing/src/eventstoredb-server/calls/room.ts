import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** Resolves when the connection takes more, or the call is over. */
export const roomIn = (call: ReadCall): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      for (const name of ['drain', 'close', 'cancelled', 'error']) call.off(name, done);
      resolve();
    };
    for (const name of ['drain', 'close', 'cancelled', 'error']) call.on(name, done);
    if (call.cancelled) done();
  });
