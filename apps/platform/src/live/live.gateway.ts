import {
  GuildhallError,
  liveLimits,
  liveNamespace,
  type AckRequest,
  type LiveAnswer,
  type LiveScope,
  type ReplayRequest,
  type SubscribeRequest,
} from '@guildhall/contracts';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import type { Principal } from '../commands/command-meta.js';
import { problemOf, refusalOf } from '../http/problem.filter.js';
import { Allow } from '../identity/allow.js';
import { Authenticator } from '../identity/authenticator.js';
import { sessionOf } from '../identity/session-cookie.js';
import { Origins } from '../identity/origins.js';
import { LiveHub } from './live-hub.js';
import { isReplayRequest, isSubscribeRequest, isSubRequest } from './live-requests.js';
import { LiveReplay } from './live-replay.js';

interface LiveData {
  principal: Principal;
}
type LiveSocket = Socket<Record<string, never>, Record<string, never>, Record<string, never>, LiveData>;

/** The door of the live feed: who is it, is the request well-formed, may they; the hub does the rest. */
@WebSocketGateway({ namespace: liveNamespace })
export class LiveGateway implements OnGatewayInit<Namespace>, OnGatewayDisconnect<LiveSocket> {
  @WebSocketServer()
  private readonly server: Namespace;

  constructor(
    private readonly hub: LiveHub,
    private readonly replays: LiveReplay,
    private readonly authenticator: Authenticator,
    private readonly origins: Origins,
  ) {}

  afterInit(server: Namespace): void {
    server.use((socket, next) => {
      this.admit(socket as LiveSocket).then(
        () => next(),
        (error: unknown) => next(connectError(error)),
      );
    });
    this.hub.use({
      toRoom: (room, event, frame) =>
        void (event === 'telemetry' ? server.to(room).volatile : server.to(room)).emit(event, frame),
      toSocket: (socketId, event, frame) => void server.to(socketId).emit(event, frame),
      join: (socketId, room) => void server.sockets.get(socketId)?.join(room),
      leave: (socketId, room) => void server.sockets.get(socketId)?.leave(room),
    });
  }

  handleDisconnect(socket: LiveSocket): void {
    this.hub.gone(socket.id);
    this.replays.gone(socket.id);
  }

  @Allow('live.subscribe')
  @SubscribeMessage('subscribe')
  subscribe(@ConnectedSocket() socket: LiveSocket, @MessageBody() request: SubscribeRequest): LiveAnswer {
    return answered(() => {
      if (!isSubscribeRequest(request)) throw new GuildhallError('VALIDATION_FAILED', { fields: [] });
      const { principal } = socket.data;
      requireScope(principal, request.scope);
      this.hub.unsubscribe(socket.id, request.sub);
      const limit = liveLimits.subscriptions;
      if (this.hub.subscriptionsOf(socket.id) >= limit) throw new GuildhallError('TOO_MANY_SUBSCRIPTIONS', { limit });
      this.hub.subscribe(socket.id, principal.credentialId, principal, request);
    });
  }

  @Allow('live.subscribe')
  @SubscribeMessage('unsubscribe')
  unsubscribe(@ConnectedSocket() socket: LiveSocket, @MessageBody() request: { sub: string }): LiveAnswer {
    return answered(() => {
      if (isSubRequest(request)) this.hub.unsubscribe(socket.id, request.sub);
    });
  }

  @Allow('live.subscribe')
  @SubscribeMessage('ack')
  ack(@ConnectedSocket() socket: LiveSocket, @MessageBody() request: AckRequest): void {
    if (isSubRequest(request) && typeof request.to === 'string') this.hub.ack(socket.id, request.sub, request.to);
  }

  @Allow('history.read')
  @SubscribeMessage('replay')
  replay(@ConnectedSocket() socket: LiveSocket, @MessageBody() request: ReplayRequest): LiveAnswer {
    return answered(() => {
      if (!isReplayRequest(request)) throw new GuildhallError('VALIDATION_FAILED', { fields: [] });
      requirePermission(socket.data.principal, 'history.read');
      this.replays.start(
        socket.id,
        socket.data.principal,
        request,
        (event, frame) => void this.server.to(socket.id).emit(event, frame),
      );
    });
  }

  @Allow('history.read')
  @SubscribeMessage('replay:stop')
  stopReplay(@ConnectedSocket() socket: LiveSocket, @MessageBody() request: { sub: string }): LiveAnswer {
    return answered(() => {
      if (isSubRequest(request)) this.replays.stop(socket.id, request.sub);
    });
  }

  /** A credential that was revoked keeps no open door. */
  close(credentialId: string): void {
    for (const socket of this.server.sockets.values()) {
      if ((socket as LiveSocket).data.principal.credentialId === credentialId) socket.disconnect(true);
    }
  }

  private async admit(socket: LiveSocket): Promise<void> {
    const { headers, auth } = socket.handshake;
    this.origins.require(headers.origin);
    const token: unknown = auth['token'];
    const bearer = typeof token === 'string' ? `Bearer ${token}` : headers.authorization;
    const principal = await this.authenticator.principal(bearer, sessionOf(headers.cookie));
    requirePermission(principal, 'live.subscribe');
    socket.data = { principal };
  }
}

const answered = (act: () => void): LiveAnswer => {
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

const requirePermission = (principal: Principal, permission: 'live.subscribe' | 'history.read'): void => {
  if (!principal.permissions.includes(permission)) throw new GuildhallError('FORBIDDEN', { permission });
};

/** A workspace sees its own scope; the whole organisation is for people and services. */
const requireScope = (principal: Principal, scope: LiveScope): void => {
  if (principal.kind !== 'workspace') return;
  if (scope.kind !== 'workspace' || scope.id !== principal.workspaceId) throw new GuildhallError('FOREIGN_WORKSPACE');
};
