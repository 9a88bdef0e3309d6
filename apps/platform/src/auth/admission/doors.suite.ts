import { connect, type Socket } from 'node:net';

/** A request of which only the headers are sent; what comes back is collected as text. */
export class HalfRequest {
  received = '';
  isClosed = false;
  private readonly socket: Socket;

  constructor(url: string, method: string, path: string, headers: Record<string, string | number>) {
    const { hostname, port } = new URL(url);
    this.socket = connect({ host: hostname, port: Number(port) });
    const lines = Object.entries({ host: 'platform', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
    this.socket.setEncoding('utf8').on('data', (part: string) => (this.received += part));
    this.socket.on('error', () => undefined).once('close', () => (this.isClosed = true));
  }

  /** Status codes of the answers so far, oldest first. */
  get statuses(): number[] {
    return [...this.received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
  }

  send(body: string): void {
    this.socket.write(body);
  }

  close(): void {
    this.socket.destroy();
  }
}
