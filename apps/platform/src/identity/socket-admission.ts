import { GuildhallError, type Permission, type ProblemBody } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { Namespace, Socket } from 'socket.io';
import type { Principal } from '../commands/command-meta.js';
import { problemOf, refusalOf } from '../http/problem.filter.js';
import { Authenticator } from './authenticator.js';
import { Origins } from './origins.js';
import { sessionOf } from './session-cookie.js';

/** Answer to a request over a socket that has nothing to say but yes. */
export type SocketAnswer = { ok: true } | { ok: false; error: ProblemBody };

/** Lets nobody into a namespace without a credential that holds its permission, or from a page that is not trusted. */
@Injectable()
export class SocketAdmission {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly origins: Origins,
  ) {}

  /** Sockets that came in have `data.principal`. */
  guard(namespace: Namespace, permission: Permission): void {
    namespace.use((socket, next) => {
      this.admit(socket, permission).then(
        (principal) => {
          socket.data = { principal };
          next();
        },
        (error: unknown) => next(connectError(error)),
      );
    });
  }

  private async admit({ handshake: { headers, auth } }: Socket, permission: Permission): Promise<Principal> {
    this.origins.require(headers.origin);
    const token: unknown = auth['token'];
    const bearer = typeof token === 'string' ? `Bearer ${token}` : headers.authorization;
    const principal = await this.authenticator.principal(bearer, sessionOf(headers.cookie));
    requirePermission(principal, permission);
    return principal;
  }
}

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
