/** Status codes of gRPC. */
const code = {
  cancelled: 1,
  deadlineExceeded: 4,
  permissionDenied: 7,
  aborted: 10,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
};

interface ClientError {
  type?: unknown;
  code?: unknown;
  message?: unknown;
  details?: unknown;
}

const fieldsOf = (error: unknown): ClientError =>
  typeof error === 'object' && error !== null ? (error as ClientError) : {};
const textOf = ({ message, details }: ClientError): string => `${String(message ?? '')} ${String(details ?? '')}`;

/**
 * Whether the connection broke or the server is unavailable, so that a later try may succeed. The client reports this in
 * many ways, some without a type of its own.
 */
export const isConnectionTrouble = (error: unknown): boolean => {
  const fields = fieldsOf(error);
  if (fields.type === 'unavailable' || fields.code === code.unavailable) return true;
  if (fields.type === 'cancelled' || fields.code === code.cancelled) return true;
  const text = textOf(fields);
  if (fields.code === code.internal && /RST_STREAM/.test(text)) return true;
  return /Server Is Not Ready|Channel has been shut down|Failed to discover|write after end|ERR_STREAM_/.test(text);
};

/** Whether time ran out, at the server or here: the server may have carried out the request. */
export const isTimeout = (error: unknown): boolean => {
  if (error instanceof CallTimedOut) return true;
  const { type, code: number } = fieldsOf(error);
  return (
    type === 'timeout' || type === 'deadline-exceeded' || number === code.deadlineExceeded || number === code.aborted
  );
};

/** Whether the request was certainly not sent, for lack of a connection. */
export const isNeverSent = (error: unknown): boolean =>
  /No connection established|ECONNREFUSED|Name resolution failed|Failed to discover|ENOTFOUND|EAI_AGAIN/.test(
    textOf(fieldsOf(error)),
  );

/** What a user is told whom the store refuses, whatever the user wants or for reading `$all`; null: another error. */
export const refusedUser = (error: unknown, store: string): string | null => {
  const { type, code: number } = fieldsOf(error);
  if (number === code.permissionDenied) return `${store}: ${mayNotRead}`;
  if (number !== code.unauthenticated && type !== 'access-denied') return null;
  return `${store} refuses the user: check user and password in EVENTSTORE_URL`;
};

const mayNotRead =
  'the user in EVENTSTORE_URL may not read the log: let an administrator of the event store add that user to ' +
  '"$acl"."$r" in the metadata of the stream $all ("Users of the stores" in docs/operations/server-mode.md)';

/** The server dropped a subscription whose consumer was too slow. The store itself is healthy. */
export const isSlowConsumer = (error: unknown): boolean => /Consumer too slow/.test(textOf(fieldsOf(error)));

export const isMissingStream = (error: unknown): boolean => fieldsOf(error).type === 'stream-not-found';

/** Our own timer fired. The client sets no deadline for reads, and batch appends notice theirs too late. */
export class CallTimedOut extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
    this.name = 'CallTimedOut';
  }
}

/** The error for people: one line, without gRPC's prefix and suffix. */
export const sentenceOf = (error: unknown): string => {
  const text = (error instanceof Error ? error.message : String(error))
    .replace(/\s+/g, ' ')
    .replace(/^\d+ [A-Z_]+: /, '')
    .replace(/\.? Resolution note: ?$/, '')
    .trim();
  return text === '' ? String(fieldsOf(error).type ?? 'unknown error') : text;
};
