/** gRPC's numbers. */
const code = { cancelled: 1, deadlineExceeded: 4, aborted: 10, internal: 13, unavailable: 14, unauthenticated: 16 };
const permissionDenied = 7;

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
 * Whether the connection or the server's being there is the trouble, and a later try may do better. The client has many
 * faces for it, some without its own type.
 */
export const isConnectionTrouble = (error: unknown): boolean => {
  const fields = fieldsOf(error);
  if (fields.type === 'unavailable' || fields.code === code.unavailable) return true;
  if (fields.type === 'cancelled' || fields.code === code.cancelled) return true;
  const text = textOf(fields);
  if (fields.code === code.internal && /RST_STREAM/.test(text)) return true;
  return /Server Is Not Ready|Channel has been shut down|Failed to discover|write after end|ERR_STREAM_/.test(text);
};

/** Whether time ran out, at the server or here: what was asked may have been done. */
export const isTimeout = (error: unknown): boolean => {
  if (error instanceof CallTimedOut) return true;
  const { type, code: number } = fieldsOf(error);
  return (
    type === 'timeout' || type === 'deadline-exceeded' || number === code.deadlineExceeded || number === code.aborted
  );
};

/** Whether the request certainly never left: there was no connection to send it over. */
export const isNeverSent = (error: unknown): boolean =>
  /No connection established|ECONNREFUSED|Name resolution failed|Failed to discover|ENOTFOUND|EAI_AGAIN/.test(
    textOf(fieldsOf(error)),
  );

export const isDenied = (error: unknown): boolean => {
  const { type, code: number } = fieldsOf(error);
  return type === 'access-denied' || number === code.unauthenticated || number === permissionDenied;
};

/** The server dropped a subscription whose consumer did not keep up: the store is well. */
export const isSlowConsumer = (error: unknown): boolean => /Consumer too slow/.test(textOf(fieldsOf(error)));

export const isMissingStream = (error: unknown): boolean => fieldsOf(error).type === 'stream-not-found';

/** Our own timer fired: deadlines of the client do not reach reads, and batch appends only learn of them too late. */
export class CallTimedOut extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
    this.name = 'CallTimedOut';
  }
}

/** For people: the kind of trouble on one line, without what gRPC puts around it. */
export const sentenceOf = (error: unknown): string => {
  const text = (error instanceof Error ? error.message : String(error))
    .replace(/\s+/g, ' ')
    .replace(/^\d+ [A-Z_]+: /, '')
    .replace(/\.? Resolution note: ?$/, '')
    .trim();
  return text === '' ? String(fieldsOf(error).type ?? 'unknown error') : text;
};
