import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const engineSocket = '/var/run/docker.sock';

/** A way to the engine that can be cut, at any moment or at a chosen request. */
export class CutEngine {
  private readonly folder = mkdtempSync(join(tmpdir(), 'guildhall-engine-'));
  readonly socketPath = join(this.folder, 'docker.sock');
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private isSilent = false;
  private cutAt: { request: RegExp; when: 'before' | 'after' } | null = null;

  async mend(): Promise<void> {
    this.isSilent = false;
    if (this.server !== null) return;
    this.server = createServer({ allowHalfOpen: true }, (socket) => this.pass(socket));
    this.server.listen(this.socketPath);
    await once(this.server, 'listening');
  }

  /** Nobody listens any more; what was open breaks. */
  cut(): void {
    this.server?.close();
    this.server = null;
    for (const socket of this.sockets) socket.destroy();
    if (existsSync(this.socketPath)) rmSync(this.socketPath);
  }

  /** Takes connections and answers nothing. */
  silence(): void {
    this.isSilent = true;
  }

  /** Cuts when a request line matches: `before` the engine hears of it, or `after` it has answered, which nobody hears. */
  cutOnceAt(request: RegExp, when: 'before' | 'after'): void {
    this.cutAt = { request, when };
  }

  close(): void {
    this.cut();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private pass(socket: Socket): void {
    this.keep(socket);
    if (this.isSilent) return;
    const engine = this.keep(connect({ path: engineSocket, allowHalfOpen: true }));
    let isLast = false;
    socket.on('data', (data) => {
      const at = this.cutAt;
      if (at?.request.test(data.toString('latin1').split('\r\n', 1)[0] ?? '') === true) {
        this.cutAt = null;
        if (at.when === 'before') return this.cut();
        isLast = true;
      }
      engine.write(data);
    });
    engine.on('data', (data) => (isLast ? this.cut() : socket.write(data)));
    socket.on('end', () => engine.end());
    engine.on('end', () => socket.end());
    socket.on('close', () => engine.destroy());
    engine.on('close', () => socket.destroy());
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    // Both ends are destroyed on purpose.
    return socket.on('error', () => undefined);
  }
}
