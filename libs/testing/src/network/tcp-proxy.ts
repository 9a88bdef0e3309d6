import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What stands before several platforms: each new connection goes to the next one that answers. A connection whose
 * platform dies is broken, as a load balancer would break it.
 */
export class TcpProxy {
  private next = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly ports: readonly number[],
  ) {
    server.on('connection', (socket) => {
      const first = this.next++;
      this.connect(
        socket,
        this.ports.map((_, index) => this.ports[(first + index) % this.ports.length] ?? 0),
      );
    });
  }

  static async listen(port: number, ports: readonly number[]): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new TcpProxy(server, ports);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  /** `ports`: to be tried in this order. */
  private connect(client: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined) return void client.destroy();
    const target = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    target.once('error', () => this.connect(client, others));
    target.once('connect', () => {
      target.removeAllListeners('error');
      this.join(client, target);
    });
  }

  private join(client: Socket, target: Socket): void {
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
