import { GuildhallError, type Permission, type ProblemBody } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Namespace, Socket } from 'socket.io';
import type { Principal } from '../../commands/command-meta.js';
import { problemOf, refusalOf } from '../../http/problem.filter.js';
import { Authentication, type Shown } from '../authentication.js';
import { closeAtExpiry } from '../credential-expiry.js';
import { CredentialLimits } from '../limits/credential-limits.js';
import { WrongAttempts } from '../limits/wrong-attempts.js';
import { RefusalLog } from '../refusal-log.js';
import { refusedConnection, refusedRequest } from '../refused-access.js';
import { sessionOf } from '../session-cookie.js';
import { SocketDoor } from './socket-door.js';

/** Answer to a request over a socket that has nothing to say but yes. */
export type SocketAnswer = { ok: true } | { ok: false; error: ProblemBody };

/**
 * Lets a socket into a namespace only with a credential that holds its permission, and no more of them than a credential
 * may have. Notes what it refuses, and what a socket that came in is refused later.
 */
@Injectable()
export class SocketAdmission {
  private readonly guarded: Namespace[] = [];

  constructor(
    private readonly authentication: Authentication,
    private readonly refusals: RefusalLog,
    private readonly limits: CredentialLimits,
    private readonly attempts: WrongAttempts,
    private readonly door: SocketDoor,
  ) {
    authentication.whenEnded((credentialId) => this.close(credentialId));
  }

  /** A credential that ended keeps no open socket, whatever ended it. */
  private close(credentialId: string): void {
    for (const namespace of this.guarded)
      for (const socket of namespace.sockets.values())
        if (principalOf(socket).credentialId === credentialId) socket.disconnect(true);
  }

  /** Sockets that came in have `data.principal`, and are closed when their credential ends by its own time. */
  guard(namespace: Namespace, permission: Permission): void {
    this.guarded.push(namespace);
    namespace.use((socket, next) => {
      this.admit(socket, permission).then(
        () => {
          this.door.letIn(socket);
          this.watch(socket);
          next();
        },
        (error: unknown) => {
          this.refusals.note(refusedConnection(refusalOf(error), socket));
          void this.attempts
            .answering(error, socket.handshake.address)
            .then(() => error)
            .catch((tooMany: unknown) => tooMany)
            .then((refused) => next(connectError(refused)));
        },
      );
    });
    namespace.on('connection', (socket) =>
      closeAtExpiry(socket, this.authentication.expiryOf(principalOf(socket).credentialId)),
    );
  }

  private async admit(socket: Socket, permission: Permission): Promise<void> {
    const principal = await this.authentication.principal(shownBy(socket));
    socket.data = { principal };
    requirePermission(principal, permission);
    const release = this.limits.takeSocket(principal);
    // The client may have gone while its credential was checked.
    if (socket.conn.readyState === 'open') socket.conn.once('close', release);
    else release();
    socket.once('disconnect', release);
  }

  /**
   * Sees the answers where they leave, so that no request of any gateway is forgotten. One that wants no answer is
   * given a place for it: what it is refused is noted as well. A socket that sends too much is closed, because most
   * of what it sends could not be answered.
   */
  private watch(socket: Socket): void {
    socket.use((packet: unknown[], next) => {
      const [event, request] = packet;
      const last = packet.at(-1);
      const reply = typeof last === 'function' ? (packet.pop() as (answer: unknown) => void) : null;
      const refusal = refusedBy(() => this.limits.takeMessage(principalOf(socket)));
      if (refusal !== null) {
        reply?.({ ok: false, error: problemOf(refusal) });
        return void socket.disconnect(true);
      }
      packet.push((answer: unknown) => {
        if (isRefusal(answer)) this.refusals.note(refusedRequest(answer.error, socket, String(event), request));
        reply?.(answer);
      });
      next();
    });
  }
}

/** Of a socket that came in. */
const principalOf = (socket: Socket): Principal => (socket.data as { principal: Principal }).principal;

/** A token of its own counts before what the page sends by itself. */
const shownBy = ({ handshake: { headers, auth } }: Socket): Shown => {
  const { token, page } = auth as Record<string, unknown>;
  const authorization = typeof token === 'string' ? `Bearer ${token}` : headers.authorization;
  return { authorization, cookie: sessionOf(headers.cookie), page: typeof page === 'string' ? page : undefined };
};

const isRefusal = (answer: unknown): answer is SocketAnswer & { ok: false } =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;

/** Throws FORBIDDEN. */
export const requirePermission = (principal: Principal, permission: Permission): void => {
  if (!principal.permissions.includes(permission)) throw new GuildhallError('FORBIDDEN', { permission });
};

/** What an act came to, as the answer to the request that asked for it. */
export const answered = (act: () => void): SocketAnswer => {
  const refusal = refusedBy(act);
  return refusal === null ? { ok: true } : { ok: false, error: problemOf(refusal) };
};

const refusedBy = (act: () => void): GuildhallError | null => {
  try {
    act();
    return null;
  } catch (error) {
    return refusalOf(error);
  }
};

const connectError = (error: unknown): Error => {
  const refusal = refusalOf(error);
  return Object.assign(new Error(refusal.message), { data: problemOf(refusal) });
};
