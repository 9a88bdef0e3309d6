import { terminalNamespace, type TerminalAnswer, type TerminalEnded } from '@guildhall/contracts';
import {
  CloseTerminalRequest,
  OpenTerminalRequest,
  ResizeTerminalRequest,
  TerminalInputRequest,
} from '@guildhall/contracts/terminal/requests';
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
import { Allow } from '../http/allow.js';
import { checkedRequest } from '../http/validation/checked-input.js';
import { answered, SocketAdmission, type SocketAnswer } from '../auth/admission/socket-admission.js';
import { unsentBytes } from './session/unsent-bytes.js';
import type { TerminalConnection } from './session/terminal-connection.js';
import { TerminalSessions } from './session/terminal-sessions.js';

interface TerminalData {
  principal: Principal;
}
interface Sent {
  output(frame: { session: string; data: Buffer }): void;
  ended(frame: TerminalEnded): void;
}
type TerminalSocket = Socket<Record<string, never>, Sent, Record<string, never>, TerminalData>;

/** Takes the requests of terminals: checks who asks, whether the request is well-formed and allowed. */
@WebSocketGateway({ namespace: terminalNamespace })
export class TerminalGateway implements OnGatewayInit<Namespace>, OnGatewayDisconnect<TerminalSocket> {
  @WebSocketServer()
  private readonly server: Namespace;

  constructor(
    private readonly sessions: TerminalSessions,
    private readonly admission: SocketAdmission,
  ) {}

  afterInit(server: Namespace): void {
    this.admission.guard(server, 'terminal.open');
  }

  handleDisconnect(socket: TerminalSocket): void {
    this.sessions.gone(socket.id);
  }

  @Allow('terminal.open')
  @SubscribeMessage('open')
  async open(@ConnectedSocket() socket: TerminalSocket, @MessageBody() sent: unknown): Promise<TerminalAnswer> {
    try {
      const { workspaceId, columns, rows } = checkedRequest(OpenTerminalRequest, sent);
      const request = { workspaceId: workspaceId.toLowerCase(), columns, rows };
      const session = await this.sessions.open(request, connectionOf(socket));
      if (!socket.connected) this.sessions.gone(socket.id);
      return { ok: true, session };
    } catch (error) {
      return { ok: false, error: problemOf(refusalOf(error)) };
    }
  }

  @Allow('terminal.open')
  @SubscribeMessage('input')
  input(@ConnectedSocket() socket: TerminalSocket, @MessageBody() sent: unknown): SocketAnswer {
    return answered(() => {
      const { session, data } = checkedRequest(TerminalInputRequest, sent);
      this.sessions.of(session, socket.id).write(data);
    });
  }

  @Allow('terminal.open')
  @SubscribeMessage('resize')
  resize(@ConnectedSocket() socket: TerminalSocket, @MessageBody() sent: unknown): SocketAnswer {
    return answered(() => {
      const { session, columns, rows } = checkedRequest(ResizeTerminalRequest, sent);
      this.sessions.of(session, socket.id).resize({ columns, rows });
    });
  }

  @Allow('terminal.open')
  @SubscribeMessage('close')
  close(@ConnectedSocket() socket: TerminalSocket, @MessageBody() sent: unknown): SocketAnswer {
    return answered(() => {
      const { session } = checkedRequest(CloseTerminalRequest, sent);
      this.sessions.of(session, socket.id).close({ code: 'closed_by_person' }, true);
    });
  }
}

const connectionOf = (socket: TerminalSocket): TerminalConnection => ({
  id: socket.id,
  who: socket.data.principal,
  send: (session, data) => void socket.emit('output', { session, data }),
  ended: (end) => void socket.emit('ended', end),
  unsent: () => unsentBytes(socket),
});
