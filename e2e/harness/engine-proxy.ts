import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const engineSocket = '/var/run/docker.sock';

/** A connection to the container engine that can be cut, as if the engine stopped. */
export class EngineProxy {
  readonly socket = join(tmpdir(), `guildhall-engine-${process.pid}.sock`);
  private server: Server | null = null;
  private readonly connections = new Set<Socket>();

  async open(): Promise<void> {
    rmSync(this.socket, { force: true });
    this.server = createServer((client) => {
      const engine = connect(engineSocket);
      for (const [one, other] of [
        [client, engine],
        [engine, client],
      ] as const) {
        this.connections.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.connections.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    this.server.listen(this.socket);
    await once(this.server, 'listening');
  }

  cut(): void {
    this.server?.close();
    for (const connection of this.connections) connection.destroy();
    rmSync(this.socket, { force: true });
  }
}
