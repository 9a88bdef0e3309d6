import { AccessDeniedError, TimeoutError, UnavailableError, UnknownError } from '@eventstore/db-client';
import {
  CallTimedOut,
  isConnectionTrouble,
  isNeverSent,
  isTimeout,
  refusedUser,
  sentenceOf,
} from './connection-trouble.js';

const plain = (fields: object, message = ''): Error => Object.assign(new Error(message), fields);

const trouble: [string, unknown][] = [
  ['the client’s own type', plain({ type: 'unavailable' })],
  ['a plain error with code 14', plain({ code: 14, details: 'Connection dropped' })],
  ['a reset stream', plain({ code: 13 }, '13 INTERNAL: Received RST_STREAM with code 0')],
  ['a cancelled call', plain({ code: 1 }, '1 CANCELLED: Cancelled on client')],
  ['a node that is not ready, without a code', plain({ type: 'unknown' }, 'Could not recognize Server Is Not Ready')],
  ['a node that is not ready, with a code', plain({ code: 14 }, '14 UNAVAILABLE: Server Is Not Ready')],
  ['a channel that the client closed', plain({}, 'Channel has been shut down')],
  ['a cluster that does not answer', plain({}, 'Failed to discover after 10 attempts.')],
];

const other: [string, unknown][] = [
  ['another internal error', plain({ code: 13 }, '13 INTERNAL: Request message serialization failure')],
  ['a wrong position', plain({ code: 2 }, '2 UNKNOWN: Unexpected ReadAllResult: Error')],
  ['a refused user', plain({ type: 'access-denied', code: 16 })],
  ['a wrong revision', plain({ type: 'wrong-expected-version' })],
  ['no error at all', null],
  ['a text', 'unavailable'],
];

describe('the kind of a client error', () => {
  it.each(trouble)('is a connection error: %s', (_, error) => expect(isConnectionTrouble(error)).toBe(true));
  it.each(other)('is not a connection error: %s', (_, error) => expect(isConnectionTrouble(error)).toBe(false));

  it('knows the client’s classes', () => {
    const grpc = { code: 14, details: '', metadata: {} } as never;
    expect(isConnectionTrouble(new UnavailableError(grpc))).toBe(true);
    expect(isConnectionTrouble(new UnknownError(undefined, 'Could not recognize Server Is Not Ready'))).toBe(true);
    expect(isTimeout(new TimeoutError({ code: 10 } as never))).toBe(true);
    expect(refusedUser(new AccessDeniedError({ code: 16 } as never), 'the store')).toMatch(
      /^the store refuses the user/,
    );
  });

  it.each([
    ['our timer', new CallTimedOut(5)],
    ['the deadline at the server', plain({ type: 'deadline-exceeded' })],
    ['a retry that met its original', plain({ type: 'timeout', code: 10 }, '10 ABORTED: Commit phase timeout.')],
  ])('is a timeout: %s', (_, error) => {
    expect(isTimeout(error)).toBe(true);
    expect(isConnectionTrouble(error)).toBe(false);
  });

  it('knows that nothing was sent over a refused connection, unlike over a broken one', () => {
    const refused = '14 UNAVAILABLE: No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:1';
    expect(isNeverSent(plain({ code: 14 }, refused))).toBe(true);
    expect(isNeverSent(plain({ code: 14 }, '14 UNAVAILABLE: read ECONNRESET'))).toBe(false);
    expect(isNeverSent(plain({ code: 14 }, '14 UNAVAILABLE: Connection dropped'))).toBe(false);
  });

  it('describes an error without a message', () => {
    expect(sentenceOf(plain({ type: 'deadline-exceeded' }))).toBe('deadline-exceeded');
    expect(sentenceOf(plain({}, '14 UNAVAILABLE: read\nECONNRESET. Resolution note: '))).toBe('read ECONNRESET');
  });
});
