import { GuildhallError, type Permission, type ProblemBody } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Namespace, Socket } from 'socket.io';
import type { Principal } from '../commands/command-meta.js';
import { problemOf, refusalOf } from '../http/problem.filter.js';
import { Authentication } from './authentication.js';
import { closeAtExpiry } from './credential-expiry.js';
import { Origins } from './origins.js';
import { RefusalLog } from './refusal-log.js';
import { refusedConnection, refusedRequest } from './refused-access.js';
import { sessionOf } from './session-cookie.js';

/** Answer to a request over a socket that has nothing to say but yes. */
export type SocketAnswer = { ok: true } | { ok: false; error: ProblemBody };

/**
 * Lets a socket into a namespace only with a credential that holds its permission, and from a trusted page.
 * Notes what it refuses, and what a socket that came in is refused later.
 */
@Injectable()
export class SocketAdmission {
  private readonly guarded: Namespace[] = [];

  constructor(
    private readonly authentication: Authentication,
    private readonly origins: Origins,
    private readonly refusals: RefusalLog,
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
          this.watch(socket);
          next();
        },
        (error: unknown) => {
          this.refusals.note(refusedConnection(refusalOf(error), socket));
          next(connectError(error));
        },
      );
    });
    namespace.on('connection', (socket) =>
      closeAtExpiry(socket, this.authentication.expiryOf(principalOf(socket).credentialId)),
    );
  }

  private async admit(socket: Socket, permission: Permission): Promise<void> {
    const { headers, auth } = socket.handshake;
    this.origins.require(headers.origin);
    const token: unknown = auth['token'];
    const bearer = typeof token === 'string' ? `Bearer ${token}` : headers.authorization;
    const principal = await this.authentication.principal(bearer, sessionOf(headers.cookie));
    socket.data = { principal };
    requirePermission(principal, permission);
  }

  /**
   * Sees the answers where they leave, so that no request of any gateway is forgotten. One that wants no answer is
   * given a place for it: what it is refused is noted as well.
   */
  private watch(socket: Socket): void {
    socket.use((packet: unknown[], next) => {
      const [event, request] = packet;
      const last = packet.at(-1);
      const reply = typeof last === 'function' ? (packet.pop() as (answer: unknown) => void) : null;
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

const isRefusal = (answer: unknown): answer is SocketAnswer & { ok: false } =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;

/** Throws FORBIDDEN. */
export const requirePermission = (principal: Principal, permission: Permission): void => {
  if (!principal.permissions.includes(permission)) throw new GuildhallError('FORBIDDEN', { permission });
};

/** What an act came to, as the answer to the request that asked for it. */
export const answered = (act: () => void): SocketAnswer => {
  try {
    act();
    return { ok: true };
  } catch (error) {
    return { ok: false, error: problemOf(refusalOf(error)) };
  }
};

const connectError = (error: unknown): Error => {
  const refusal = refusalOf(error);
  return Object.assign(new Error(refusal.message), { data: problemOf(refusal) });
};
