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
 * Codes of a server that is going down, steps down, is not the primary any more, or could not do it in time:
 * HostUnreachable, HostNotFound, MaxTimeMSExpired, WriteConcernFailed, NetworkTimeout, ShutdownInProgress,
 * PrimarySteppedDown, ExceededTimeLimit, SocketException, NotWritablePrimary and its kin.
 */
const passingCodes = new Set([6, 7, 50, 64, 89, 91, 134, 189, 262, 9_001, 10_107, 11_600, 11_602, 13_435, 13_436]);

const passingClasses = [
  MongoNetworkError,
  MongoServerSelectionError,
  MongoSystemError,
  MongoOperationTimeoutError,
  MongoNotConnectedError,
];

const passingNames = new Set(['MongoWaitQueueTimeoutError', 'PoolClosedError', 'PoolClearedError']);

const isPassing = (error: MongoError): boolean => {
  if (passingClasses.some((kind) => error instanceof kind) || passingNames.has(error.name)) return true;
  if (error.hasErrorLabel('RetryableWriteError')) return true;
  if (error instanceof MongoBulkWriteError && error.result.getWriteConcernError() !== undefined) return true;
  return error instanceof MongoServerError && passingCodes.has(Number(error.code));
};

/** What an error of the driver means; errors of others, and those nobody foresaw, come back as they are. */
export const named = (error: unknown, place: string): unknown => {
  if (!(error instanceof MongoError)) return error;
  // A bulk write whose connection broke wraps what really happened.
  if (error instanceof MongoBulkWriteError && error.errorResponse instanceof MongoError) {
    return named(error.errorResponse, place);
  }
  if (error.code === outOfDiskSpace) return new MongoFull({ cause: error });
  if (isPassing(error)) return new MongoUnavailable(`the MongoDB at ${place} does not answer`, { cause: error });
  return error;
};

/** The same for the first use: also what is wrong with address, user or version, as a sentence that says what to do. */
export const namedAtOpen = (error: unknown, place: string): unknown => {
  if (!(error instanceof Error)) return error;
  const unusable = (sentence: string): MongoUnusable => new MongoUnusable(sentence, { cause: error });
  // The parser of addresses has a class of this name for itself.
  if (error.name === 'MongoParseError') return unusable(`MONGODB_URL is not an address of a MongoDB: ${error.message}`);
  const code = error instanceof MongoServerError ? Number(error.code) : 0;
  if (authenticationFailed.includes(code)) {
    return unusable(`the MongoDB at ${place} refuses the user: check user, password and authSource in MONGODB_URL`);
  }
  if (code === notAllowed) {
    return unusable(
      `the user of MONGODB_URL may not use this database at ${place}: give it the role readWrite, or name a user in the address`,
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
        : `no MongoDB answers at ${place} (${cause.message}): check that it runs, and host and port in MONGODB_URL`,
    );
  }
  return named(error, place);
};

const deepest = (error: Error): Error => (isError(error.cause) ? deepest(error.cause) : error);

const isError = (value: unknown): value is Error => typeof value === 'object' && value !== null && 'message' in value;

const duplicateKey = 11_000;

/** By the code of an error, or of one part of a bulk write. */
export const isDuplicateKey = ({ code }: { code?: unknown }): boolean => Number(code) === duplicateKey;

/** Somebody else has written a document of this key. */
export const isDuplicate = (error: unknown): boolean => error instanceof MongoServerError && isDuplicateKey(error);
