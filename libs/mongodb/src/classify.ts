import {
  MongoBulkWriteError,
  MongoCompatibilityError,
  MongoError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
  MongoSystemError,
} from 'mongodb';
import { MongoFull, MongoUnavailable, MongoUnusable } from './errors/index.js';

const authenticationFailed = [18, 8000];
const notAllowed = 13;
const outOfDiskSpace = 14_031;

/**
 * Codes of a server that shuts down, steps down, is no longer the primary, or ran out of time:
 * HostUnreachable, HostNotFound, MaxTimeMSExpired, WriteConcernFailed, NetworkTimeout, ShutdownInProgress,
 * PrimarySteppedDown, ExceededTimeLimit, SocketException, NotWritablePrimary and similar ones.
 */
const transientCodes = new Set([6, 7, 50, 64, 89, 91, 134, 189, 262, 9_001, 10_107, 11_600, 11_602, 13_435, 13_436]);

const passingClasses = [
  MongoNetworkError,
  MongoServerSelectionError,
  MongoSystemError,
  MongoOperationTimeoutError,
  MongoNotConnectedError,
];

const passingNames = new Set(['MongoWaitQueueTimeoutError', 'PoolClosedError', 'PoolClearedError']);

const isTransient = (error: MongoError): boolean => {
  if (passingClasses.some((kind) => error instanceof kind) || passingNames.has(error.name)) return true;
  if (error.hasErrorLabel('RetryableWriteError')) return true;
  if (error instanceof MongoBulkWriteError && error.result.getWriteConcernError() !== undefined) return true;
  return error instanceof MongoServerError && transientCodes.has(Number(error.code));
};

/** Translates an error of the driver; other and unexpected errors are returned as they are. */
export const named = (error: unknown, place: string): unknown => {
  if (!(error instanceof MongoError)) return error;
  // A bulk write whose connection broke wraps the actual error.
  if (error instanceof MongoBulkWriteError && error.errorResponse instanceof MongoError) {
    return named(error.errorResponse, place);
  }
  if (error.code === outOfDiskSpace) return new MongoFull({ cause: error });
  if (isTransient(error)) return new MongoUnavailable(`the MongoDB at ${place} does not answer`, { cause: error });
  return error;
};

/** As `named`, for the first call: also explains a wrong address, user or version and says what to do. */
export const namedAtOpen = (error: unknown, place: string): unknown => {
  if (!(error instanceof Error)) return error;
  const unusable = (sentence: string): MongoUnusable => new MongoUnusable(sentence, { cause: error });
  // The driver's address parser has a class of its own with this name.
  if (error.name === 'MongoParseError') return unusable(`MONGODB_URL is not an address of a MongoDB: ${error.message}`);
  const code = error instanceof MongoServerError ? Number(error.code) : 0;
  if (authenticationFailed.includes(code)) {
    return unusable(`the MongoDB at ${place} refuses the user: check user, password and authSource in MONGODB_URL`);
  }
  if (code === notAllowed) {
    return unusable(
      `the user in MONGODB_URL may not use this database at ${place}: give it the role readWrite, or put a user in the address`,
    );
  }
  const cause = deepest(error);
  if (cause instanceof MongoCompatibilityError) {
    return unusable(`the MongoDB at ${place} is too old or too new: ${cause.message}`);
  }
  if (error instanceof MongoServerSelectionError || error instanceof MongoNetworkError) {
    const isTls = /tls|ssl|certificate|self.signed/i.test(`${cause.message} ${error.message}`);
    return unusable(
      isTls
        ? `the MongoDB at ${place} and MONGODB_URL do not agree about TLS (${cause.message}): check tls and tlsCAFile`
        : `no MongoDB answers at ${place} (${cause.message}): check that it runs, and the host and port in MONGODB_URL`,
    );
  }
  return named(error, place);
};

const deepest = (error: Error): Error => (isError(error.cause) ? deepest(error.cause) : error);

const isError = (value: unknown): value is Error => typeof value === 'object' && value !== null && 'message' in value;

const duplicateKey = 11_000;

/** Whether an error, or one part of a bulk write, is a duplicate key. */
export const isDuplicateKey = ({ code }: { code?: unknown }): boolean => Number(code) === duplicateKey;

/** Whether a document with this key already exists. */
export const isDuplicate = (error: unknown): boolean => error instanceof MongoServerError && isDuplicateKey(error);
