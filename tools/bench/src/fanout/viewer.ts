import { liveNamespace, type EventsFrame, type SnapshotFrame } from '@guildhall/contracts';
import { once } from 'node:events';
import type { Socket as TcpSocket } from 'node:net';
import { io, type Socket } from 'socket.io-client';

/** A slow viewer reads its connection for this part of every `slowPeriodMs`. */
const slowPart = 0.1;
const slowPeriodMs = 500;

/** A viewer of the organisation: counts arrivals and their delay after the event. */
export class Viewer {
  /** Milliseconds from the event's recording to its arrival. */
  readonly delays: number[] = [];
  deliveries = 0;
  snapshots = 0;
  private readonly socket: Socket;
  private slowing: NodeJS.Timeout | null = null;

  constructor(url: string, token: string) {
    this.socket = io(`${url}${liveNamespace}`, { auth: { token }, transports: ['websocket'], forceNew: true });
    this.socket.on('snapshot', (frame: SnapshotFrame) => {
      this.snapshots += 1;
      this.socket.emit('ack', { sub: 'b7', to: frame.position });
    });
    this.socket.on('events', (frame: EventsFrame) => this.heard(frame));
  }

  async watching(): Promise<void> {
    if (!this.socket.connected) await once(this.socket as unknown as NodeJS.EventEmitter, 'connect');
    const answer = (await this.socket.emitWithAck('subscribe', { sub: 'b7', scope: { kind: 'organisation' } })) as {
      ok: boolean;
    };
    if (!answer.ok) throw new Error(`the subscription was refused: ${JSON.stringify(answer)}`);
  }

  /** From now on this viewer reads a tenth of the time only. */
  slowDown(): void {
    const transport = this.socket.io.engine.transport as unknown as { ws: { _socket: TcpSocket } };
    const connection = transport.ws._socket;
    this.slowing = setInterval(() => {
      connection.resume();
      setTimeout(() => connection.pause(), slowPeriodMs * slowPart);
    }, slowPeriodMs);
    connection.pause();
  }

  reset(): void {
    this.delays.length = 0;
    this.deliveries = 0;
  }

  close(): void {
    if (this.slowing !== null) clearInterval(this.slowing);
    this.socket.close();
  }

  private heard(frame: EventsFrame): void {
    const now = Date.now();
    for (const item of frame.items) this.delays.push(now - Date.parse(item.recordedAt));
    this.deliveries += frame.items.length;
    this.socket.emit('ack', { sub: 'b7', to: frame.to });
  }
}
