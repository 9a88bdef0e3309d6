import { GuildhallError, liveLimits } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'socket.io';
import { refusalOf } from '../../http/problem.filter.js';
import { Authentication } from '../authentication.js';
import { Shares } from '../limits/shares.js';
import { WrongAttempts } from '../limits/wrong-attempts.js';
import { Origins } from '../origins.js';
import { RefusalLog } from '../refusal-log.js';
import { refusedHandshake } from '../refused-access.js';
import { sessionOf } from '../session-cookie.js';

type Connection = Socket['conn'];

/** Connections of one address that have not shown a credential yet. */
const unknownOfAddress = liveLimits.unknownSockets / 4;

/**
 * Looks at a connection before it is upgraded: where its page comes from, and a credential in its headers. A client that
 * shows its credential only afterwards, as browsers and `auth.token` do, gets a few seconds, and not many such clients
 * wait at the same time.
 */
@Injectable()
export class SocketDoor {
  private readonly known = new WeakSet<IncomingMessage>();
  private readonly unknown = new Shares();
  private readonly release = new WeakMap<Connection, () => void>();
  /** Of each connection how many of its sockets were let in. */
  private readonly admitted = new WeakMap<Connection, number>();

  constructor(
    private readonly authentication: Authentication,
    private readonly origins: Origins,
    private readonly refusals: RefusalLog,
    private readonly attempts: WrongAttempts,
  ) {}

  /** For the server's option `allowRequest`. */
  readonly allowRequest = (
    request: IncomingMessage,
    done: (refused: string | null | undefined, isAllowed: boolean) => void,
  ): void => {
    this.check(request).then(
      () => done(null, true),
      (error: unknown) => {
        this.refusals.note(refusedHandshake(refusalOf(error)));
        void this.attempts
          .answering(error, request.socket.remoteAddress ?? '')
          .catch(() => undefined)
          .then(() => done(refusalOf(error).message, false));
      },
    );
  };

  /** Counts the connections that have shown nothing, and opens no namespace but those with a guard. */
  watch(server: Server): void {
    server.of('/').use((_socket, next) => next(new GuildhallError('ROUTE_NOT_FOUND', { path: '/' })));
    server.engine.on('connection', (connection: Connection) => this.arrived(connection));
  }

  /** A socket of the connection was let in; a connection without any such socket is closed. */
  letIn(socket: Socket): void {
    const { conn } = socket;
    this.release.get(conn)?.();
    this.admitted.set(conn, (this.admitted.get(conn) ?? 0) + 1);
    socket.once('disconnect', () => {
      const left = (this.admitted.get(conn) ?? 1) - 1;
      this.admitted.set(conn, left);
      if (left === 0) conn.close();
    });
  }

  private async check(request: IncomingMessage): Promise<void> {
    const { authorization, origin, cookie } = request.headers;
    if (authorization === undefined) this.origins.require(origin);
    const session = sessionOf(cookie);
    if (authorization !== undefined) await this.authentication.principal({ authorization });
    else if (session === undefined || !(await this.authentication.isSession(session))) return this.requireRoom(request);
    this.known.add(request);
  }

  private requireRoom({ socket }: IncomingMessage): void {
    const limit = liveLimits.unknownSockets;
    const isFull =
      this.unknown.of(everybody) >= limit || this.unknown.of(socket.remoteAddress ?? '') >= unknownOfAddress;
    if (isFull) throw new GuildhallError('TOO_MANY_ATTEMPTS', { retryAfter: liveLimits.unknownMs / 1_000 });
  }

  private arrived(connection: Connection): void {
    const { request } = connection;
    if (this.known.has(request)) return;
    const held = [everybody, request.socket.remoteAddress ?? ''].map((key) => this.unknown.hold(key, 1));
    const release = (): void => held.forEach((giveBack) => giveBack());
    this.release.set(connection, release);
    connection.once('close', release);
  }
}

/** Key of the sum over all addresses. */
const everybody = '*';
