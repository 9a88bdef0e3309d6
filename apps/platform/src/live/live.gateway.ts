import { GuildhallError, liveLimits, liveNamespace, type LiveAnswer, type LiveScope } from '@guildhall/contracts';
import { AckRequest, ReplayRequest, SubscribeRequest, SubscriptionRequest } from '@guildhall/contracts/live/requests';
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
import { Allow } from '../http/allow.js';
import { acceptedRequest, checkedRequest } from '../http/validation/checked-input.js';
import { CredentialLimits } from '../auth/limits/credential-limits.js';
import { answered, requirePermission, SocketAdmission } from '../auth/admission/socket-admission.js';
import { LiveHub } from './live-hub.js';
import { LiveReplay } from './live-replay.js';

interface LiveData {
  principal: Principal;
}
type LiveSocket = Socket<Record<string, never>, Record<string, never>, Record<string, never>, LiveData>;

/** Takes the requests of the live feed: checks who asks, whether the request is well-formed and allowed. */
@WebSocketGateway({ namespace: liveNamespace })
export class LiveGateway implements OnGatewayInit<Namespace>, OnGatewayDisconnect<LiveSocket> {
  @WebSocketServer()
  private readonly server: Namespace;

  constructor(
    private readonly hub: LiveHub,
    private readonly replays: LiveReplay,
    private readonly admission: SocketAdmission,
    private readonly limits: CredentialLimits,
  ) {}

  afterInit(server: Namespace): void {
    this.admission.guard(server, 'live.subscribe');
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
  subscribe(@ConnectedSocket() socket: LiveSocket, @MessageBody() sent: unknown): LiveAnswer {
    return answered(() => {
      const request = checkedRequest(SubscribeRequest, sent);
      const { principal } = socket.data;
      requireScope(principal, request.scope);
      this.hub.unsubscribe(socket.id, request.sub);
      const limit = liveLimits.subscriptions;
      if (this.hub.subscriptionsOf(socket.id) >= limit)
        throw new GuildhallError('TOO_MANY_SUBSCRIPTIONS', { owner: 'One connection', limit });
      this.hub.subscribe(socket.id, principal, request, this.limits.takeSubscription(principal));
    });
  }

  @Allow('live.subscribe')
  @SubscribeMessage('unsubscribe')
  unsubscribe(@ConnectedSocket() socket: LiveSocket, @MessageBody() sent: unknown): LiveAnswer {
    return answered(() => {
      const request = acceptedRequest(SubscriptionRequest, sent);
      if (request !== null) this.hub.unsubscribe(socket.id, request.sub);
    });
  }

  @Allow('live.subscribe')
  @SubscribeMessage('ack')
  ack(@ConnectedSocket() socket: LiveSocket, @MessageBody() sent: unknown): void {
    const request = acceptedRequest(AckRequest, sent);
    if (request !== null) this.hub.ack(socket.id, request.sub, request.to);
  }

  @Allow('history.read')
  @SubscribeMessage('replay')
  replay(@ConnectedSocket() socket: LiveSocket, @MessageBody() sent: unknown): LiveAnswer {
    return answered(() => {
      const request = checkedRequest(ReplayRequest, sent);
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
  stopReplay(@ConnectedSocket() socket: LiveSocket, @MessageBody() sent: unknown): LiveAnswer {
    return answered(() => {
      const request = acceptedRequest(SubscriptionRequest, sent);
      if (request !== null) this.replays.stop(socket.id, request.sub);
    });
  }
}

/** A workspace sees its own scope; the whole organisation is for people and services. */
const requireScope = (principal: Principal, scope: LiveScope): void => {
  if (principal.kind !== 'workspace') return;
  if (scope.kind !== 'workspace' || scope.id !== principal.workspaceId) throw new GuildhallError('FOREIGN_WORKSPACE');
};
