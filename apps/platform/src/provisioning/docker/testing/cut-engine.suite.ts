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
  private holding: { request: RegExp; reached: () => void; released: Promise<void> } | null = null;
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

  /** Keeps back what the engine answers to the next such request: `reached` when it has answered, until `release`. */
  holdAnswerTo(request: RegExp): { reached: Promise<void>; release: () => void } {
    let [reach, release] = [(): void => undefined, (): void => undefined];
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    this.holding = { request, reached: reach, released };
    return { reached, release };
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
    let held: Promise<void> | null = null;
    socket.on('data', (data) => {
      const line = data.toString('latin1').split('\r\n', 1)[0] ?? '';
      held ??= this.heldAt(line, engine);
      const at = this.cutAt;
      if (at?.request.test(line) === true) {
        this.cutAt = null;
        if (at.when === 'before') return this.cut();
        isLast = true;
      }
      engine.write(data);
    });
    const afterHold = (act: () => void): void => (held === null ? act() : void held.then(act));
    engine.on('data', (data) => (isLast ? this.cut() : afterHold(() => socket.write(data))));
    socket.on('end', () => engine.end());
    engine.on('end', () => afterHold(() => socket.end()));
    socket.on('close', () => engine.destroy());
    engine.on('close', () => afterHold(() => socket.destroy()));
  }

  private heldAt(line: string, engine: Socket): Promise<void> | null {
    const { holding } = this;
    if (holding?.request.test(line) !== true) return null;
    this.holding = null;
    engine.once('data', holding.reached);
    return holding.released;
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    // Both ends are destroyed on purpose.
    return socket.on('error', () => undefined);
  }
}
