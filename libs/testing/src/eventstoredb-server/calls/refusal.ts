import { grpc } from './protocol.js';

/** A call's end with an error, as gRPC carries it. */
export interface Refusal {
  code: number;
  details: string;
  /** The kind of error that the official client makes of it. */
  exception?: string;
  headers?: Record<string, string>;
}

const { status } = grpc;

export const trouble = {
  unavailable: { code: status.UNAVAILABLE, details: 'the server is away' },
  notReady: { code: status.UNAVAILABLE, details: 'Server Is Not Ready' },
  reset: { code: status.INTERNAL, details: 'Received RST_STREAM with code 0' },
  slowConsumer: {
    code: status.ABORTED,
    details: 'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
  },
  commitTimeout: { code: status.ABORTED, details: 'Operation timed out: Commit phase timeout.' },
  byHandler: { code: status.UNKNOWN, details: 'Exception was thrown by handler.' },
  readAll: { code: status.UNKNOWN, details: 'Unexpected ReadAllResult: Error' },
  readStream: { code: status.UNKNOWN, details: 'Unexpected ReadStreamResult: Error' },
  forbidden: { code: status.PERMISSION_DENIED, details: 'Access Denied.', exception: 'access-denied' },
  denied: { code: status.UNAUTHENTICATED, details: 'Authentication failed.', exception: 'access-denied' },
} satisfies Record<string, Refusal>;

export const streamDeleted = (stream: string): Refusal => ({
  code: status.FAILED_PRECONDITION,
  details: `Event stream '${stream}' is deleted.`,
  exception: 'stream-deleted',
  headers: { 'stream-name': stream },
});

export const wrongVersion = (stream: string, expected: number, actual: number): Refusal => ({
  code: status.FAILED_PRECONDITION,
  details: `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
  exception: 'wrong-expected-version',
  headers: { 'stream-name': stream, 'expected-version': String(expected), 'actual-version': String(actual) },
});

export const tooLarge = (limit: number): Refusal => ({
  code: status.INVALID_ARGUMENT,
  details: `Maximum Append Size of ${limit} Exceeded.`,
  exception: 'maximum-append-size-exceeded',
  headers: { 'maximum-append-size': String(limit) },
});

/** The error object that grpc-js turns into the end of a call. */
export const grpcError = ({ code, details, exception, headers = {} }: Refusal) => {
  const metadata = new grpc.Metadata();
  if (exception !== undefined) metadata.set('exception', exception);
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
};
